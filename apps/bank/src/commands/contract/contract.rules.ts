import type { ReplicaReport } from '@latchkey/verifier/contract';
import type { PolledService } from '../replicas/polled-service.contract.js';
import { bankAmong, replicaReasons } from '../replicas/replica-reasons.rules.js';

/** The version that a promotion leads to, and the one that every release reads. */
export const NEWEST = 2;
export const OLDEST = 1;

/** Versions that a replica verifies. Releases that did not tell knew version 1 alone. */
export const verifiedBy = ({ tokenVersions = [OLDEST] }: ReplicaReport): readonly number[] => tokenVersions;

const issuedBy = ({ issues }: ReplicaReport): number => issues ?? OLDEST;

/** The replicas that would refuse tokens of this version; empty if none would. */
export function unableToVerify(asked: readonly PolledService[], version: number): string[] {
  return replicaReasons(asked, (replica) => {
    const known = verifiedBy(replica);
    if (known.includes(version)) return [];
    return [`does not verify version ${version} of the token contract (it verifies ${known.join(', ') || 'none'})`];
  });
}

/** The replicas of the bank that issue another version, or have told nothing since it was changed; empty if none does. */
export function otherIssuers(asked: readonly PolledService[], version: number, changedAt: Date): string[] {
  return replicaReasons(bankAmong(asked), (replica) => {
    // What it told before may be of a version that was issued earlier: it may still have to leave the one in between.
    if (Date.parse(replica.seenAt) <= changedAt.getTime()) return ['has not told since the change what it issues'];
    return issuedBy(replica) === version ? [] : [`issues version ${issuedBy(replica)}, not ${version}`];
  });
}

/** What a replica does with tokens, for the terminal. */
export function replicaLines({ service, fault, replicas }: PolledService): string[] {
  if (fault !== undefined) return [`${service} ${fault}`];
  if (replicas.length === 0) return [`${service}: no replica was seen in the last 30 seconds`];
  return replicas.map((replica) => {
    const issues = replica.issues === undefined || replica.issues === null ? '' : `, issues ${replica.issues}`;
    return `${service}: replica ${replica.instance} verifies ${verifiedBy(replica).join(', ')}${issues}`;
  });
}

/** What the operator does next. */
export function nextStep(version: number, asked: readonly PolledService[] | undefined): string {
  if (version >= NEWEST)
    return 'nothing; demote goes back to version 1, before services of an earlier release come back';
  if (asked === undefined) return 'check, then promote';
  return unableToVerify(asked, NEWEST).length === 0
    ? 'promote'
    : `promote, once every replica verifies version ${NEWEST}: check names those that do not`;
}
