const PAUSE_AFTER_FAILURE_MS = 5_000;

/** What is known when a person does something on the page. */
export interface Use {
  /** Age of the token in milliseconds, undefined while unknown. */
  ageMs: number | undefined;
  /** Age from which a token is renewed, milliseconds. */
  renewAfterMs: number;
  /** The person can see the page. */
  isVisible: boolean;
  /** The bank could not be reached the last time. */
  isBankAway: boolean;
  /** Time since the last failed renewal, milliseconds; undefined after a success. */
  sinceFailureMs: number | undefined;
}

/** Whether a use of the page renews the login in the background. */
export function isRenewalDue({ ageMs, renewAfterMs, isVisible, isBankAway, sinceFailureMs }: Use): boolean {
  if (!isVisible) return false;
  if (sinceFailureMs !== undefined && sinceFailureMs < PAUSE_AFTER_FAILURE_MS) return false;
  return isBankAway || (ageMs !== undefined && ageMs >= renewAfterMs);
}

/**
 * Age of a token when a service answered, by the services' clocks alone: this machine's may be hours off.
 *
 * @param iat - the token's, seconds since 1970
 * @param servedAt - the answer's `Date`, milliseconds since 1970; NaN if it has none
 * @returns milliseconds, never below 0; undefined if the answer does not say
 */
export function ageWhenServed(iat: number, servedAt: number): number | undefined {
  return Number.isNaN(servedAt) ? undefined : Math.max(0, servedAt - iat * 1000);
}

/**
 * Age from which a token in use is renewed: as configured, or a quarter of a short idle limit, so that a user who is warned has
 * done nothing for half of the limit.
 */
export function renewAge(renewAfterMs: number, idleMs: number): number {
  return Math.min(renewAfterMs, idleMs / 4);
}
