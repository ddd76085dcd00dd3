import { createHash, timingSafeEqual } from 'node:crypto';

/** What the rule looks at. */
export interface OpsAttempt {
  readonly authorization: string | undefined;
  readonly peer: string | undefined;
  /** The Host header. */
  readonly host: string | undefined;
  /** The host of PUBLIC_URL, without a port. */
  readonly ownHost: string;
  readonly isForwarded: boolean;
}

/**
 * Whether a request speaks for an operator: the token if one is configured, else a direct loopback peer that asks for this
 * machine by name. A proxy on this machine is a loopback peer too, and a page can have its own name lead here.
 */
export function speaksForOps(opsToken: string | undefined, attempt: OpsAttempt): boolean {
  const { authorization, peer, host, ownHost, isForwarded } = attempt;
  if (opsToken !== undefined) return authorization !== undefined && isSame(authorization, `Bearer ${opsToken}`);
  return !isForwarded && isLoopback(peer) && namesThisMachine(host, ownHost);
}

// Digests have one length, so the comparison tells nothing about the token's.
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^(::ffff:)?127\./.test(address));
}

// Names below localhost lead to this machine alone (RFC 6761 §6.3); only the one that is ours is known to be meant.
function namesThisMachine(host: string | undefined, ownHost: string): boolean {
  const name = host?.toLowerCase().replace(/:\d{1,5}$/, '');
  if (name === undefined) return false;
  if (name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name)) return true;
  return name === ownHost && ownHost.endsWith('.localhost');
}
