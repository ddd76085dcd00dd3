import { SetMetadata } from '@nestjs/common';

/** Metadata key: the route takes a token whose time is over. */
export const ALLOW_EXPIRED = 'latchkey:allow-expired';
/** Metadata key: pages of other services of the house may call the route with the cookie. */
export const ALLOW_SAME_SITE = 'latchkey:allow-same-site';

/**
 * The route takes an authentic token even after its `exp`, until the session's absolute limit: whoever holds a session
 * may always end it. For logout, and nothing else.
 */
export const AllowExpired = (): MethodDecorator => SetMetadata(ALLOW_EXPIRED, true);

/** Pages of the registry's origins may call the route with the cookie of a browser (refresh, logout, logout everywhere). */
export const AllowSameSite = (): MethodDecorator => SetMetadata(ALLOW_SAME_SITE, true);
