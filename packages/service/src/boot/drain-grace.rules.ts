import { isLocalhostName } from '../config/local-address.rules.js';

/** What fits balancers that ask every 5 s and believe the second or third answer. */
const USUAL_SECONDS = 15;
const ALONE_SECONDS = 0.3;
/** A balancer that asks at all asks more often. */
const ASKED_WITHIN_MS = 60_000;

/** What tells whether a balancer may be in front. */
export interface Surroundings {
  readonly DRAIN_GRACE?: number | undefined;
  readonly TRUSTED_PROXY_HOPS: number;
  readonly PUBLIC_URL: URL;
}

/**
 * Seconds from "not ready" to the last new connection: what is set, else enough for usual balancers. On *.localhost without
 * a proxy, where nobody has asked for readiness of late, there is none to wait for.
 * @param askedMsAgo since when nobody has asked whether the service is ready; Infinity if nobody ever has
 */
export function drainGraceSeconds(
  { DRAIN_GRACE, TRUSTED_PROXY_HOPS: hops, PUBLIC_URL: url }: Surroundings,
  askedMsAgo: number,
): number {
  if (DRAIN_GRACE !== undefined) return DRAIN_GRACE;
  const isAlone = hops === 0 && isLocalhostName(url.hostname) && askedMsAgo > ASKED_WITHIN_MS;
  return isAlone ? ALONE_SECONDS : USUAL_SECONDS;
}
