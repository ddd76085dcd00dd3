export { Public } from '@latchkey/service';
export { AuthModule, type AuthOptions } from './auth.module.js';
export { authFaults, type AuthValues } from './config/auth-faults.rules.js';
export { authSettings, issuerOf, verifierSettings, type AuthConfig } from './config/auth.config.js';
export { bankAddress, bankAsked, type BankAddressConfig } from './config/bank-address.js';
export { csrfRefused, isFromOwnPage, requireHouseOrigin, requireOwnOrigin } from './csrf/own-page.js';
export { AllowExpired, AllowRevoked, AllowSameSite, MaxStaleness, Sensitive } from './guard/access.decorator.js';
export { Caller } from './guard/caller.decorator.js';
export { DeliverySigner, type DeliveryFacts } from './delivery/delivery-signer.js';
export { DeliveryVerifier, deliveryInvalid, type DeliveringService } from './delivery/delivery-verifier.js';
export type { PublicJwk } from './keys/key.contract.js';
export { KeyRing } from './keys/key-ring.js';
export { secretError } from '@latchkey/service';
export { keySetOfFile, KeySetError } from './keys/key-set.js';
export type { Algorithm, SigningKey, VerifyKey } from './keys/key-set.js';
export { thumbprint } from './keys/thumbprint.rules.js';
export { revocationSeconds } from './revocations/feed.rules.js';
export { RevokedSessions } from './revocations/revoked-sessions.js';
export { replicaTables, verifierTables, type AuthTables } from './tables.js';
export { sessionEnded } from './token/token.errors.js';
export { TokenVerifier } from './token/token.verifier.js';
export { ACCESS_TOKEN_TYP } from './token/token-header.rules.js';
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
} from './transport/session-cookies.js';
export { cookiesNamed } from './transport/transport.rules.js';
