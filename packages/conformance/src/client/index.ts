export { sleep, until } from './clock.js';
export { ACCESS_COOKIE, accessCookie, bearer, claimsOf, ownPage } from './credentials.js';
export { gather } from './gather.js';
export { bytesOf, sendBytes, type Answer, type Peer, type Request } from './raw-http.js';
