export { accessTokenClaims, issuedId, serviceId, username, type AccessTokenClaims } from './access-token.contract.js';
export { problem, type Problem } from './problem.contract.js';
export { serviceEntry, servicesAnswer, type ServiceEntry, type ServicesAnswer } from './services.contract.js';
export { loginAnswer, meAnswer, type LoginAnswer, type MeAnswer } from './session.contract.js';
