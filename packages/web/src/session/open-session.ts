import { recoverThrough } from '../http/api.client.js';
import type { SiteFacts } from '../site/facts.js';
import { askIssuer } from './current-session.client.js';
import { renewInBackground } from './background-renewal.js';
import { watchPresence } from './presence.js';
import { createRecovery } from './recovery.js';
import { createRenewal } from './renewal.client.js';
import { renewAge } from './renewal.rules.js';
import { createSession } from './session.client.js';
import { createTokenAge } from './token-age.js';

/** A session with what keeps it alive. */
export type OpenedSession = ReturnType<typeof openSession>;

/** The session of a page with everything that keeps it alive; nothing is asked or watched before `watch`. */
export function openSession(facts: SiteFacts) {
  const { issuer, publicUrl, sessionIdleMs, sessionAbsoluteMs } = facts;
  const renewAfterMs = renewAge(facts.renewAfterMs, sessionIdleMs);
  const age = createTokenAge();
  const presence = watchPresence();
  const renewal = createRenewal(issuer, age);
  const isAtIssuer = issuer.origin === publicUrl.origin;
  const session = createSession({
    age,
    renewal,
    isAtIssuer,
    // The bank itself accepts no access cookie of another session.
    isCurrent: isAtIssuer ? undefined : askIssuer(issuer),
    absoluteMs: sessionAbsoluteMs,
  });

  function watch(): void {
    const { end, refresh } = session;
    recoverThrough(createRecovery({ age, usedSince: presence.usedSince, renewal, end, refresh }));
    // A new token may bring other rights, whoever renewed it.
    renewal.subscribe(() => void (renewal.failedAt() === undefined && refresh()));
    renewInBackground({ age, presence, renewal, session, renewAfterMs });
    session.watch();
  }

  return { session, renewal, age, presence, watch };
}
