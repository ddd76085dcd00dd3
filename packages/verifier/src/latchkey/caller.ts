import { rolesOf, type AccessTokenClaims } from '../contract/access-token.js';

/** Who a request speaks for. Frozen: the same object serves every request of the same token. */
export interface Caller {
  /** The person, by an id that is never given to another. */
  readonly sub: string;
  readonly username: string;
  /** What the person may do besides; sorted. */
  readonly roles: readonly string[];
  /** The session at the bank. */
  readonly sid: string;
  /** Everything that the token says. */
  readonly claims: AccessTokenClaims;
}

const callers = new WeakMap<AccessTokenClaims, Caller>();

/** The caller that a verified token speaks for; one object for each remembered token. */
export function callerOf(claims: AccessTokenClaims): Caller {
  return callers.get(claims) ?? remember(claims);
}

function remember(claims: AccessTokenClaims): Caller {
  const { sub, preferred_username: username, sid } = claims;
  const caller = Object.freeze({ sub, username, roles: rolesOf(claims), sid, claims });
  callers.set(claims, caller);
  return caller;
}
