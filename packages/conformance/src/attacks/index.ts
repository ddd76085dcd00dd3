export { feedsFromTheFuture, floods, forgedFeeds, type FeedFacts, type ForgedAnswer } from './forged-feeds.js';
export { origins, type Headers } from './origins.js';
export { notRescued, schemes, twice, type Carriage } from './tokens/carriage.js';
export { confusion, CurveForge, type CurveKeys } from './tokens/confusion.js';
export { cookies } from './tokens/cookies.js';
export { elsewhere } from './tokens/elsewhere.js';
export { families } from './tokens/families.js';
export { boundCookie, Forge, type BadToken, type Carrier, type Family } from './tokens/forge.js';
