// For the programs that write the API's document: what the decorators of a route leave behind.
export { ALLOW_EXPIRED, ALLOW_SAME_SITE, ROLES, SENSITIVE } from './guard/access.decorator.js';
