export { csrfFault, pageFault, type CsrfFacts, type CsrfFault } from './csrf/csrf.rules.js';
export { DeliverySigner, type DeliveryFacts } from './delivery/delivery-signer.js';
export { DeliveryVerifier, deliveryInvalid, type DeliveringService } from './delivery/delivery-verifier.js';
export { readServiceKey } from './delivery/service-key.js';
export { KeyFileJob } from './keys/key-file-watcher.js';
export { KeyRing } from './keys/key-ring.js';
export { keySetOfFile, keySetOfSecret, KeySetError } from './keys/key-set.js';
export type { Algorithm, KeyHolder, KeySet, SigningKey, VerifyKey } from './keys/key-set.js';
export { readKeySet, type KeySource } from './keys/key-source.js';
export { KeyCustody } from './keys/key-store.js';
export type { PublicJwk } from './keys/key.contract.js';
export { thumbprint } from './keys/thumbprint.rules.js';
export { CookieBinding } from './request/cookie-binding.js';
export { newestOfOneSession } from './request/newest-token.rules.js';
export { stalenessOf, usualBound, type Knowledge, type Staleness } from './request/staleness.rules.js';
export { FeedRefused } from './revocations/feed.errors.js';
export {
  latestAsOf,
  NOTHING_HEARD,
  pauseOf,
  revocationSeconds,
  stepOf,
  waitOf,
  type FeedFault,
  type FeedState,
} from './revocations/feed.rules.js';
export { FeedVerifier, MAX_FEED_LENGTH } from './revocations/feed-verifier.js';
export { KnownRevocations, type Exchange, type StoredFeed } from './revocations/revocation-set.js';
export { RevokedSessions } from './revocations/revoked-sessions.js';
export { ACCESS_TOKEN_TYP } from './token/token-header.rules.js';
export { mayStillLogOut, timeOf, type TokenTime } from './token/token-time.rules.js';
export { TokenVerifier } from './token/token-verifier.js';
export {
  clockSkew,
  namingHeader,
  renewRequired,
  sessionEnded,
  tokenExpired,
  tokenInvalid,
  tokenMissing,
  type RefusalReason,
} from './token/token.errors.js';
export {
  ACCESS_COOKIE,
  CLEAR_SITE_DATA,
  accessCookie,
  clearedBankCookies,
  clearedSessionCookies,
  HINT_COOKIE,
  hintCookie,
  OUT_COOKIE,
  outCookie,
  REFRESH_COOKIE,
  refreshCookie,
  type CookieScope,
} from './transport/session-cookies.js';
export { carriedToken, cookiesNamed, type CarriedToken, type RawHeaders } from './transport/transport.rules.js';
