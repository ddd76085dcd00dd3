export { Public } from '@latchkey/service';
export { AuthModule, type AuthOptions } from './auth.module.js';
export { authFaults, type AuthValues } from './config/auth-faults.rules.js';
export { authSettings, issuerOf, verifierSettings, type AuthConfig } from './config/auth.config.js';
export { bankAddress, bankAsked, type BankAddressConfig } from './config/bank-address.js';
export { csrfRefused, isFromOwnPage, requireHouseOrigin, requireOwnOrigin } from './csrf/own-page.js';
export { AllowExpired, AllowRevoked, AllowSameSite, MaxStaleness, Sensitive } from './guard/access.decorator.js';
export { Caller } from './guard/caller.decorator.js';
export { DeliverySigner, type DeliveryFacts } from '@latchkey/verifier';
export { DeliveryVerifier, deliveryInvalid, type DeliveringService } from '@latchkey/verifier';
export type { PublicJwk } from '@latchkey/verifier';
export { KeyRing } from '@latchkey/verifier';
export { secretError } from '@latchkey/service';
export { keySetOfFile, KeySetError } from '@latchkey/verifier';
export type { Algorithm, SigningKey, VerifyKey } from '@latchkey/verifier';
export { thumbprint } from '@latchkey/verifier';
export { revocationSeconds } from '@latchkey/verifier';
export { RevokedSessions } from '@latchkey/verifier';
export { replicaTables, verifierTables, type AuthTables } from './tables.js';
export { sessionEnded } from '@latchkey/verifier';
export { TokenVerifier } from '@latchkey/verifier';
export { ACCESS_TOKEN_TYP } from '@latchkey/verifier';
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
} from '@latchkey/verifier';
export { cookiesNamed } from '@latchkey/verifier';
