import type { ReplicaReport } from '@latchkey/verifier/contract';
import type { PolledService } from './polled-service.contract.js';

/**
 * What keeps services from a step, each reason with the name of the replica it is about: what a rule finds in each replica; and
 * where there was no answer, or nobody to ask, that.
 */
export function replicaReasons(
  asked: readonly PolledService[],
  reasonsOf: (replica: ReplicaReport) => readonly string[],
): string[] {
  return asked.flatMap(({ service, fault, replicas }) => {
    if (fault !== undefined) return [`${service} ${fault}`];
    if (replicas.length === 0) return [`${service} was asked, but no replica of it was seen in the last 30 seconds`];
    return replicas.flatMap((replica) =>
      reasonsOf(replica).map((reason) => `${service}: replica ${replica.instance} ${reason}`),
    );
  });
}

/** The bank, which the registry names always: without it, it was left out on the operator's word. */
export const bankAmong = (asked: readonly PolledService[]): PolledService[] =>
  asked.filter(({ service }) => service === 'bank');

/**
 * How long tokens live in this deployment: as long as the service that accepts the oldest ones says, for the bank may have made them by
 * another setting. Undefined unless the bank is among those who told.
 */
export function tokenTtlOf(asked: readonly PolledService[]): number | undefined {
  const told = asked.filter(({ tokenTtl }) => tokenTtl !== undefined);
  if (bankAmong(told).length === 0) return undefined;
  return Math.max(...told.map(({ tokenTtl }) => tokenTtl!));
}
