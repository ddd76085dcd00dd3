import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { OpsGuard } from './ops.guard.js';

/** Metadata key that says who may call a route; without it a route needs a token. */
export const ACCESS = 'latchkey:access';

/** Who may call a route that needs no user's token. */
export type Access = 'public' | 'ops';

/** Anybody may call the route: no token is looked for. */
export const Public = (): ClassDecorator & MethodDecorator => SetMetadata(ACCESS, 'public' satisfies Access);

/**
 * Only operators may call the route: `Authorization: Bearer <OPS_TOKEN>`; if none is configured, direct loopback peers
 * that name this machine as `Host`, without a header of a proxy. No user's token is looked for.
 */
export const OpsOnly = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(ACCESS, 'ops' satisfies Access), UseGuards(OpsGuard));
