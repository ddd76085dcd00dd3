import type { PolledService } from './result.contract.js';

/** A key by both of its names. */
export interface NamedKey {
  readonly kid: string;
  readonly thumbprint: string;
}

/** Everything that keeps the services from holding exactly these keys; empty if all do. */
export function differences(asked: readonly PolledService[], wanted: readonly NamedKey[]): string[] {
  return asked.flatMap(({ service, fault, replicas }) => {
    if (fault !== undefined) return [`${service} ${fault}`];
    if (replicas.length === 0) return [`${service} was asked, but no replica of it was seen in the last 30 seconds`];
    return replicas.flatMap((replica) => {
      const name = `${service}: replica ${replica.instance}`;
      const missing = wanted.filter(({ thumbprint }) => !replica.thumbprints.includes(thumbprint));
      const known = new Set(wanted.map(({ thumbprint }) => thumbprint));
      const surplus = replica.thumbprints.filter((thumbprint) => !known.has(thumbprint));
      return [
        ...(replica.fault === null ? [] : [`${name} does not use its keys file: ${replica.fault}`]),
        ...missing.map(({ kid }) => `${name} does not accept key ${kid}`),
        ...surplus.map(
          (thumbprint) => `${name} still accepts key ${thumbprint.slice(0, 16)}, which the files do not hold`,
        ),
      ];
    });
  });
}

/**
 * How long tokens live in this deployment: as long as the service that accepts the oldest ones says, for the bank may have made them by
 * another setting. Undefined unless the bank is among those who told.
 */
export function tokenTtlOf(asked: readonly PolledService[]): number | undefined {
  const told = asked.filter(({ tokenTtl }) => tokenTtl !== undefined);
  if (!told.some(({ service }) => service === 'bank')) return undefined;
  return Math.max(...told.map(({ tokenTtl }) => tokenTtl!));
}

/** The replicas of the bank that do not sign with the key; empty if all do. */
export function otherSigners(asked: readonly PolledService[], key: NamedKey): string[] {
  const bank = asked.find(({ service }) => service === 'bank');
  // The registry names it always: it was left out on the operator's word.
  if (bank === undefined) return [];
  if (bank.fault !== undefined) return [`bank ${bank.fault}`];
  if (bank.replicas.length === 0) return ['bank was asked, but no replica of it was seen in the last 30 seconds'];
  return bank.replicas
    .filter(({ signing }) => signing !== key.thumbprint)
    .map(({ instance, signing }) => {
      const other = signing === null ? 'nothing' : signing.slice(0, 16);
      return `bank: replica ${instance} signs with ${other}, not with ${key.kid}`;
    });
}
