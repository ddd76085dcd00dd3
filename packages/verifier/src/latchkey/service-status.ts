import { problemsOf } from './problems.rules.js';
import type { ServiceParts } from './service-parts.js';
import type { LatchkeyStatus } from './status.js';

/** How a service is doing, from memory. */
export function statusOf(parts: ServiceParts): LatchkeyStatus {
  const { verifier, services, address, store, pending, audience, issuer } = parts;
  const { keys, revoked, heard, feedFault, logouts, deletions } = verifier;
  const hasKeys = !keys.ring.isEmpty;
  const feedAge = revoked.age();
  const { lastFault: logoutsFault } = logouts.state;
  const deletionsFault = deletions?.lastFault;
  return {
    ok: hasKeys,
    problems: problemsOf({
      audience,
      issuer,
      hasKeys,
      keysFault: keys.fault,
      feedFault,
      feedAge,
      clockAhead: revoked.clockAhead(),
      storeFault: store.fault,
      logoutsFault,
      deletionsFault,
      foreignClaim: heard.foreignClaim,
      listed: services.isHeard ? services.services.map(({ id }) => id) : undefined,
      ownOrigin: address.ownOrigin,
      otherOrigin: address.otherOrigin,
    }),
    keys: { thumbprints: keys.state().thumbprints, fault: keys.fault ?? null },
    feed: { age: Number.isFinite(feedAge) ? feedAge : null, fault: feedFault ?? null },
    logouts: { pending: pending.logouts, fault: logoutsFault ?? null },
    store: { fault: store.fault ?? null },
    deletions: { pending: pending.deletions, fault: deletionsFault ?? null },
  };
}
