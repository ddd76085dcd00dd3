export { shellCommand } from './shell-command.js';
export { sleep, until } from './clock.js';
export { ACCESS_COOKIE, accessCookie, bearer, claimsOf, ownPage } from './credentials.js';
export { gather } from './gather.js';
export { encodeRequest, sendRaw, type RawResponse, type Peer, type RawRequest } from './raw-http.js';
