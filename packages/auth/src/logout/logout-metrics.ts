import type { Metrics, Readiness } from '@latchkey/service';
import type { LocalRevocations, LogoutQueue } from '@latchkey/verifier';

/** Counts the tries to tell the bank; made before the queue that it counts for. */
export function outcomeCounter(metrics: Metrics): (outcome: string) => void {
  const outcomes = metrics.counter(
    'latchkey_logout_deliveries_total',
    'Tries to tell the bank of a logout: delivered, refused for good, failed for now.',
    { outcome: ['delivered', 'refused', 'failed'] },
  );
  return (outcome) => outcomes.inc({ outcome });
}

/** Shows the queue in readiness and metrics. Green whatever it says: people can log out, and that is what the service is for. */
export function reportLogouts(
  queue: LogoutQueue,
  revoked: LocalRevocations,
  readiness: Readiness,
  metrics: Metrics,
): void {
  metrics.gauge('latchkey_logouts_pending', 'Logouts that the bank is still to be told of.', [], async (gauge) =>
    gauge.set(await queue.countPending()),
  );
  metrics.gauge('latchkey_local_revocations', 'Sessions that were ended at this service.', [], (gauge) =>
    gauge.set(revoked.size),
  );
  readiness.add('logouts', async () => {
    const pending = await queue.countPending();
    const { failuresInARow, lastFault } = queue.state;
    return { detail: { pending, failuresInARow, lastFault: lastFault ?? null, held: revoked.size } };
  });
}
