import type { VerifyKey } from '../keys/key-set.js';
import { tokenInvalid } from './token.errors.js';

/** The media type of access tokens (RFC 9068 §2.1). */
export const ACCESS_TOKEN_TYP = 'at+jwt';

/**
 * Finds the key that a header names. Exactly `alg`, `kid` and `typ` may stand there, so nothing that carries or points to
 * a key (`jwk`, `jku`, `x5u`, `x5c`) and nothing that changes the reading (`crit`, `b64`, `zip`) is ever followed.
 * The key says which algorithm is used; the header may only agree (RFC 8725 §3.1).
 */
export function keyOfHeader(
  header: Readonly<Record<string, unknown>>,
  find: (kid: string) => VerifyKey | undefined,
  expectedTyp: string,
): VerifyKey {
  const { alg, kid, typ } = header;
  if (
    Object.keys(header).length !== 3 ||
    typeof alg !== 'string' ||
    typeof kid !== 'string' ||
    typeof typ !== 'string'
  ) {
    throw tokenInvalid('header_members');
  }
  if (typ !== expectedTyp) throw tokenInvalid('header_typ');
  const key = find(kid);
  if (key === undefined) throw tokenInvalid('unknown_kid');
  if (alg !== key.alg) throw tokenInvalid('alg_mismatch');
  return key;
}
