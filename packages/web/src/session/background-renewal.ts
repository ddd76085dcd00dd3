import type { Presence } from './presence.js';
import type { Renewal } from './renewal.client.js';
import { isRenewalDue } from './renewal.rules.js';
import type { Session } from './session.client.js';
import type { TokenAge } from './token-age.js';

/** What following the use works with. */
export interface BackgroundRenewalParts {
  age: TokenAge;
  presence: Presence;
  renewal: Renewal;
  session: Session;
  /** Age from which a token is renewed, milliseconds. */
  renewAfterMs: number;
}

/**
 * Renews the login in the background while it is used, so that a session lives as long as somebody uses it and no longer.
 *
 * @returns a function that ends it
 */
export function renewInBackground({
  age,
  presence,
  renewal,
  session,
  renewAfterMs,
}: BackgroundRenewalParts): () => void {
  let isUnderway = false;

  async function act(): Promise<void> {
    if (isUnderway || session.state().status !== 'authenticated') return;
    const failedAt = renewal.failedAt();
    const isDue = isRenewalDue({
      ageMs: age.now(),
      renewAfterMs,
      isVisible: document.visibilityState === 'visible',
      isBankAway: renewal.isBankAway(),
      sinceFailureMs: failedAt === undefined ? undefined : performance.now() - failedAt,
    });
    if (!isDue) return;
    isUnderway = true;
    const outcome = await renewal.renew(renewAfterMs);
    isUnderway = false;
    // Any other error leaves the page alone: its token is still valid.
    if (outcome.kind === 'refused' && outcome.error.code === 'session_ended') await session.end(outcome.error);
  }

  const follow = () => void act();
  const stops = [presence.onUse(follow), session.subscribe(follow)];
  window.addEventListener('online', follow);
  return () => {
    for (const stop of stops) stop();
    window.removeEventListener('online', follow);
  };
}
