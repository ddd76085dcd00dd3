import { applyDecorators, SetMetadata } from '@nestjs/common';
import { role } from '@latchkey/verifier/contract';

/** Metadata key: the route takes a token whose time is over. */
export const ALLOW_EXPIRED = 'latchkey:allow-expired';
/** Metadata key: the route takes a token of a session that was ended. */
export const ALLOW_REVOKED = 'latchkey:allow-revoked';
/** Metadata key: pages of other services of the deployment may call the route with the cookie. */
export const ALLOW_SAME_SITE = 'latchkey:allow-same-site';

/** Metadata key: seconds that what is known of the session may be old. */
export const MAX_STALENESS = 'latchkey:max-staleness';
/** Metadata key: the bank also reads the session's row. */
export const SENSITIVE = 'latchkey:sensitive';
/** Metadata key: the roles of which a caller needs one. */
export const ROLES = 'latchkey:roles';
/** Seconds that a sensitive route bears. */
const SENSITIVE_SECONDS = 15;

/**
 * How old, in seconds, the knowledge that the session still lives may be: the younger of the revocation feed and the token.
 * Without it a route bears 900 s if it reads (GET, HEAD) and 300 s if it writes. Older: 401 `renew_required`.
 */
export const MaxStaleness = (seconds: number): MethodDecorator => SetMetadata(MAX_STALENESS, seconds);

/** The route bears 15 s of staleness; at the bank the session's row is read as well. For what a thief would do first. */
export const Sensitive = (): MethodDecorator =>
  applyDecorators(MaxStaleness(SENSITIVE_SECONDS), SetMetadata(SENSITIVE, true));

/**
 * The route, or every route of the controller, takes only callers who have one of these roles; others get 403
 * `role_missing`. A route's own list stands instead of its controller's. A role that a service asks for it also declares
 * (`latchkey.roles` of its manifest), so that it can be granted.
 * @throws Error at start, for what can be no role
 */
export const Roles = (...roles: readonly [string, ...string[]]): MethodDecorator & ClassDecorator =>
  SetMetadata(ROLES, role.array().nonempty().readonly().parse(roles));

/**
 * The route takes an authentic token even after its `exp`, until the session's absolute limit, and even if its session is
 * over or its cookie stands alone: anyone who holds a session may always end it. For the logout of that one session, and
 * nothing else.
 */
export const AllowExpired = (): MethodDecorator => SetMetadata(ALLOW_EXPIRED, true);

/** The route takes a token of a session that was ended, and decides by itself: a logout may be told twice. */
export const AllowRevoked = (): MethodDecorator => SetMetadata(ALLOW_REVOKED, true);

/** Pages of the registry's origins may call the route with the cookie of a browser (refresh, logout, logout everywhere). */
export const AllowSameSite = (): MethodDecorator => SetMetadata(ALLOW_SAME_SITE, true);
