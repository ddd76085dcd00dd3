import type { FastifyRequest } from 'fastify';
import type { Logger as Pino } from 'pino';
import { forwardedHeader } from './forwarded.rules.js';

// A proxy adds its headers to every request, so it is enough to look at all of the first and at some of the later ones.
const LOOK_AT_ALL_OF = 1000;
const THEN_AT_EACH = 64;

let hasWarned = false;

/** Warns once per process if a proxy seems to stand in front that the configuration does not know. */
export function forwardedWarning(hops: number, log: Pino): (request: FastifyRequest) => void {
  if (hops > 0) return () => undefined;
  let count = 0;
  return ({ headers }) => {
    if (hasWarned || (++count > LOOK_AT_ALL_OF && count % THEN_AT_EACH !== 0)) return;
    const header = forwardedHeader(headers);
    if (header === undefined) return;
    hasWarned = true;
    log.warn(
      { header },
      'a request came through a proxy but TRUSTED_PROXY_HOPS is 0, so all clients of a proxy count as one. ' +
        'Set TRUSTED_PROXY_HOPS to the number of your own proxies in front of this service.',
    );
  };
}
