import { createHash, timingSafeEqual } from 'node:crypto';

/** What the rule looks at. */
export interface OpsAttempt {
  readonly authorization: string | undefined;
  readonly peer: string | undefined;
  readonly isForwarded: boolean;
}

/** Whether a request speaks for an operator: the token if one is configured, else a direct loopback peer. */
export function speaksForOps(opsToken: string | undefined, { authorization, peer, isForwarded }: OpsAttempt): boolean {
  if (opsToken !== undefined) return authorization !== undefined && isSame(authorization, `Bearer ${opsToken}`);
  return !isForwarded && isLoopback(peer);
}

// Digests have one length, so the comparison tells nothing about the token's.
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^(::ffff:)?127\./.test(address));
}
