export {
  accessTokenClaims,
  accessTokenClaims1,
  accessTokenClaims2,
  issuedId,
  rightsVersion,
  role,
  roles,
  serviceId,
  username,
} from './access-token.contract.js';
export { ISSUED_ID, rolesOf, TOKEN_VERSIONS, type AccessTokenClaims, type TokenVersion } from './access-token.js';
export {
  DELIVERY_TYP,
  deliveryBody,
  deliveryClaims,
  serviceKey,
  serviceKeyFile,
  type DeliveryBody,
} from './delivery.contract.js';
export type { DeliveryClaims, ServiceKey } from './delivery.js';
export { keyReport, replicaReport } from './key-report.contract.js';
export type { KeyReport, ReplicaReport } from './key-report.js';
export { problem, type Problem } from './problem.contract.js';
export { MAX_AS_OF_AHEAD_MS, REVOCATIONS_TYP, revocationsClaims1, revocationsClaims2 } from './revocations.contract.js';
export type { RevocationsClaims, RevocationsClaims2 } from './revocations.js';
export { serviceEntry, servicesAnswer } from './services.contract.js';
export type { ServiceEntry, ServicesAnswer } from './services.js';
export {
  currentAnswer,
  endReason,
  loginAnswer,
  meAnswer,
  refreshBody,
  sessionCursor,
  sessionEntry,
  sessionsAnswer,
  type CurrentAnswer,
  type EndReason,
  type LoginAnswer,
  type MeAnswer,
  type RefreshBody,
  type SessionEntry,
  type SessionsAnswer,
} from './session.contract.js';
