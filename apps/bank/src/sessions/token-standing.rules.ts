import { rolesOf, type AccessTokenClaims } from '@latchkey/verifier/contract';

/** What the rows of a session and its person say at one moment. */
export interface StandingFacts {
  readonly isAlive: boolean;
  readonly rightsVersion: number;
  readonly roles: readonly string[];
}

/**
 * How a verified token stands to the rows. A version of the rights that the rows have not reached, or other roles than those of
 * its version, the bank never wrote: then another holder of the secret has signed it, or the rows are those of a backup.
 */
export function standingOf(
  claims: AccessTokenClaims,
  facts: StandingFacts | undefined,
): 'in_force' | 'session_ended' | 'rights_changed' | 'rights_forged' {
  if (facts?.isAlive !== true) return 'session_ended';
  // It has no roles, and a renewal could give it nothing newer.
  if (claims.ver === 1) return 'in_force';
  if (claims.rv < facts.rightsVersion) return 'rights_changed';
  if (claims.rv > facts.rightsVersion) return 'rights_forged';
  return sameRoles(rolesOf(claims), facts.roles) ? 'in_force' : 'rights_forged';
}

const sameRoles = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((role, index) => role === other[index]);
