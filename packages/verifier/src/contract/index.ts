export {
  accessTokenClaims,
  accessTokenClaims1,
  accessTokenClaims2,
  ISSUED_ID,
  issuedId,
  rightsVersion,
  role,
  roles,
  rolesOf,
  serviceId,
  TOKEN_VERSIONS,
  username,
  type AccessTokenClaims,
  type TokenVersion,
} from './access-token.contract.js';
export {
  DELIVERY_TYP,
  deliveryBody,
  deliveryClaims,
  serviceKey,
  serviceKeyFile,
  type DeliveryBody,
  type DeliveryClaims,
  type ServiceKey,
} from './delivery.contract.js';
export { keyReport, replicaReport, type KeyReport, type ReplicaReport } from './key-report.contract.js';
export { problem, type Problem } from './problem.contract.js';
export {
  MAX_AS_OF_AHEAD_MS,
  REVOCATIONS_TYP,
  revocationsClaims1,
  revocationsClaims2,
  type RevocationsClaims,
  type RevocationsClaims2,
} from './revocations.contract.js';
export { serviceEntry, servicesAnswer, type ServiceEntry, type ServicesAnswer } from './services.contract.js';
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
