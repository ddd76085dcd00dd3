import type { PolledService } from '../replicas/polled-service.contract.js';
import { bankAmong, replicaReasons } from '../replicas/replica-reasons.rules.js';

/** A key by both of its names. */
export interface NamedKey {
  readonly kid: string;
  readonly thumbprint: string;
}

/** Everything that keeps the services from holding exactly these keys; empty if all do. */
export function differences(asked: readonly PolledService[], wanted: readonly NamedKey[]): string[] {
  const known = new Set(wanted.map(({ thumbprint }) => thumbprint));
  return replicaReasons(asked, ({ fault, thumbprints }) => [
    ...(fault === null ? [] : [`does not use its keys file: ${fault}`]),
    ...wanted
      .filter(({ thumbprint }) => !thumbprints.includes(thumbprint))
      .map(({ kid }) => `does not accept key ${kid}`),
    ...thumbprints
      .filter((thumbprint) => !known.has(thumbprint))
      .map((thumbprint) => `still accepts key ${thumbprint.slice(0, 16)}, which the files do not hold`),
  ]);
}

/** The replicas of the bank that do not sign with the key; empty if all do. */
export function otherSigners(asked: readonly PolledService[], key: NamedKey): string[] {
  return replicaReasons(bankAmong(asked), ({ signing }) => {
    const other = signing === null ? 'nothing' : signing.slice(0, 16);
    return signing === key.thumbprint ? [] : [`signs with ${other}, not with ${key.kid}`];
  });
}
