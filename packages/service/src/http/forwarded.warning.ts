import type { FastifyRequest } from 'fastify';
import type { Logger as Pino } from 'pino';

let hasWarned = false;

/** Warns once per process if a proxy seems to stand in front that the configuration does not know. */
export function forwardedWarning(hops: number, log: Pino): (request: FastifyRequest) => void {
  if (hops > 0) return () => undefined;
  return ({ headers }) => {
    if (hasWarned || headers['x-forwarded-for'] === undefined) return;
    hasWarned = true;
    log.warn(
      'X-Forwarded-For was sent but TRUSTED_PROXY_HOPS is 0, so all clients of a proxy count as one. ' +
        'Set TRUSTED_PROXY_HOPS to the number of your own proxies in front of this service.',
    );
  };
}
