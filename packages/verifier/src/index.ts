export { csrfRefused } from './csrf/csrf.errors.js';
export type { CsrfReason } from './csrf/csrf.rules.js';
export { isProvenPage, ownPageReason, OwnPages, requireOwnPage, type PageRequest } from './csrf/own-pages.js';
export { DeletionQueue, type DeletionParts, type RemovalOutcome } from './deletions/deletion-queue.js';
export { DeliverySigner, type DeliveryFacts } from './delivery/delivery-signer.js';
export { DeliveryVerifier, deliveryInvalid, type DeliveringService } from './delivery/delivery-verifier.js';
export { readServiceKey } from './delivery/service-key.js';
export { notJson } from './keys/json-text.rules.js';
export { KeyRing } from './keys/key-ring.js';
export { keySetOfFile, keySetOfSecret, KeySetError } from './keys/key-set.js';
export type { Algorithm, KeyHolder, KeySet, SigningKey, VerifyKey } from './keys/key-set.js';
export { readKeySet, type KeySource } from './keys/key-source.js';
export { KeyStore } from './keys/key-store.js';
export type { Keys, ServiceKeys } from './keys/service-keys.js';
export type { PublicJwk } from './keys/public-jwk.js';
export { secretError, symmetricKeyError } from './keys/secret-strength.rules.js';
export { thumbprint } from './keys/thumbprint.rules.js';
export { cookieDomainError, isLocalhostName, isWithin } from './options/host.rules.js';
export { LatchkeyOptionsError, type OptionFault } from './options/options.errors.js';
export { ServiceList, type ServiceListParts, type ServicesStore } from './services/service-list.js';
export { ServicesClient } from './services/services.client.js';
export { silentLog, type Log } from './log/log.js';
export { BankLogoutClient } from './logout/bank-logout.client.js';
export { LogoutQueue, type LogoutParts } from './logout/logout-queue.js';
export { secondsLeft } from './logout/logout.rules.js';
export { CookieBinding } from './request/cookie-binding.js';
export { RequestVerifier } from './request/request-verifier.js';
export type { RequestParts, RouteAccess, VerifiableRequest, VerifiedRequest } from './request/request-verifier.js';
export { ChangedRights } from './revocations/changed-rights.js';
export type { DeletionReason } from './revocations/deletions.rules.js';
export { FeedCopy, type FeedCopyListeners } from './revocations/feed-copy.js';
export { FeedFollower, type FeedParts } from './revocations/feed-follower.js';
export type { FeedObserver, PollOutcome } from './revocations/feed-observer.js';
export { FEED_PATH, FeedClient } from './revocations/feed.client.js';
export { FeedRefused } from './revocations/feed.errors.js';
export { NOTHING_HEARD, revocationSeconds, stepOf, type FeedReason, type FeedState } from './revocations/feed.rules.js';
export { FeedVerifier } from './revocations/feed-verifier.js';
export { FollowedRevocations } from './revocations/followed-revocations.js';
export { LocalRevocations } from './revocations/local-revocations.js';
export type { RevocationListener, RevocationNews } from './revocations/revocation-news.js';
export { RevocationSet, type FeedOddity } from './revocations/revocation-set.js';
export { RevokedSessions, type TokenStanding } from './revocations/revoked-sessions.js';
export { closeSocketOnEnd, endStreamOnEnd, type ClosableSocket } from './sessions/close-on-end.js';
export { EVENT_STREAM_HEADERS, type StreamSink } from './sessions/event-stream.js';
export { NodeSink } from './sessions/node-sink.js';
export type { SessionEnd, SessionEndCode } from './sessions/session-end.rules.js';
export { SessionStreams, type StreamBounds, type StreamOutcome, type StreamParts } from './sessions/session-streams.js';
export { SessionWatch, type EndListener } from './sessions/session-watch.js';
export { streamsExhausted, tooManyStreams } from './sessions/stream.errors.js';
export { WebSink } from './sessions/web-sink.js';
export { newestDeletions, type DeletionNews } from './storage/deletion-news.rules.js';
export type {
  ClaimedDeletion,
  ClaimedLogout,
  DeletionStore,
  FeedNews,
  FeedStore,
  Logout,
  LogoutStore,
  ReachedFeed,
  RightsEntry,
  StoredFeed,
  VerifierStore,
} from './storage/store.js';
export { TokenError, type Challenge, type TokenErrorOptions } from './token/token-error.js';
export { ACCESS_TOKEN_TYP } from './token/token-header.rules.js';
export { TokenVerifier } from './token/token-verifier.js';
export {
  clockSkew,
  keysUnavailable,
  renewRequired,
  roleMissing,
  sessionEnded,
  tokenExpired,
  tokenInvalid,
  tokenMissing,
  type RefusalReason,
} from './token/token.errors.js';
export {
  ACCESS_COOKIE,
  accessCookie,
  CLEAR_SITE_DATA,
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
export { Verifier, type VerifierOptions } from './verifier.js';
