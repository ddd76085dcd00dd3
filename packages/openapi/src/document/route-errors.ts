import type { AppError } from '@latchkey/service';
import {
  duplicateMember,
  invalidBody,
  malformedJson,
  opsOnly,
  opsTokenRequired,
  payloadTooLarge,
  unsupportedMediaType,
} from '@latchkey/service/openapi';
import { asAppError } from '@latchkey/auth';
import {
  clockSkew,
  csrfRefused,
  renewRequired,
  roleMissing,
  sessionEnded,
  tokenExpired,
  tokenInvalid,
  tokenMissing,
  type TokenError,
} from '@latchkey/verifier';
import type { Route } from './routes.js';

const SAFE = new Set(['get', 'options']);

/** Every error that a route is known to give, each made as the code makes it. */
export function refusalsOf(route: Route): readonly AppError[] {
  const isOfCaller = route.access === undefined;
  return [
    ...(route.access === 'ops' ? [opsTokenRequired(), opsOnly()] : []),
    ...(isOfCaller ? of(tokenMissing(), tokenInvalid('signature'), tokenExpired(), clockSkew('issued_in_future')) : []),
    ...(isOfCaller && !route.allowsExpired ? of(sessionEnded(), renewRequired()) : []),
    ...(isOfCaller && route.roles.length > 0 ? of(roleMissing(route.roles)) : []),
    ...(isOfCaller && !SAFE.has(route.method) ? of(csrfRefused('csrf_cross_site')) : []),
    ...(route.body === undefined
      ? []
      : [
          malformedJson('syntax'),
          duplicateMember(14),
          invalidBody([{ pointer: '/member', detail: 'Is missing.' }]),
          payloadTooLarge(),
          unsupportedMediaType(),
        ]),
    ...(route.options.errors?.() ?? []),
  ];
}

function of(...errors: readonly TokenError[]): AppError[] {
  return errors.map((error) => asAppError(error) as AppError);
}
