import { Strategy } from 'passport-jwt';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { TokenVerifier } from '@latchkey/verifier';

type Done = (error: unknown, claims?: AccessTokenClaims) => void;
type JwtVerifier = (text: string, key: unknown, options: unknown, done: Done) => void;

const seam = Strategy as unknown as { JwtVerifier: JwtVerifier };
const original = seam.JwtVerifier;

/**
 * Puts the house's verifier behind passport-jwt, at the seam it has for that. The seam is one for the whole process, so the
 * "key" that a strategy provides says whose it is: strategies that are not ours go on as before.
 */
export function installVerifier(): void {
  seam.JwtVerifier = verifyWithKey;
}

function verifyWithKey(text: string, key: unknown, options: unknown, done: Done): void {
  if (!(key instanceof TokenVerifier)) return original(text, key, options, done);
  let claims: AccessTokenClaims;
  try {
    claims = key.authenticate(text);
  } catch (error) {
    return done(error);
  }
  done(null, claims);
}
