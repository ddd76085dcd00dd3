import type { Metrics, Readiness } from '@latchkey/service';
import type { DeletionQueue } from '@latchkey/verifier';

/** Counts the removals; made before the queue that it counts for. */
export function removalCounter(metrics: Metrics): (outcome: string) => void {
  const outcomes = metrics.counter(
    'latchkey_deletions_total',
    'Tries to remove the data of a deleted account: removed, failed for now.',
    { outcome: ['removed', 'failed'] },
  );
  return (outcome) => outcomes.inc({ outcome });
}

/** Shows the queue in readiness and metrics. Green whatever it says: those who are still here can go on. */
export function reportDeletions(queue: DeletionQueue, readiness: Readiness, metrics: Metrics): void {
  metrics.gauge(
    'latchkey_deletions_pending',
    'Deleted accounts whose data this service is still to remove.',
    [],
    async (gauge) => gauge.set(await queue.countPending()),
  );
  readiness.add('deletions', async () => ({
    detail: { pending: await queue.countPending(), lastFault: queue.lastFault ?? null },
  }));
}
