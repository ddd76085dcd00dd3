import type { ReplicaReport } from '../contract/key-report.js';
import type { KeyRing } from './key-ring.js';

/**
 * Which keys of a ring are in use, by thumbprint (RFC 7638).
 * @param fault why those that are to be in use are not
 * @param signing kid of the key that is signed with; the bank alone has one
 */
export function keyState(
  ring: KeyRing,
  fault: string | undefined,
  signing?: string,
): Pick<ReplicaReport, 'thumbprints' | 'signing' | 'fault'> {
  const keys = ring.all();
  return {
    thumbprints: keys.map(({ thumbprint }) => thumbprint),
    signing: keys.find(({ kid }) => kid === signing)?.thumbprint ?? null,
    fault: fault ?? null,
  };
}
