import { expect } from '@jest/globals';
import { KeyRing } from '../../src/keys/key-ring.js';
import { keySetOfFile, keySetOfSecret } from '../../src/keys/key-set.js';
import { TokenError } from '../../src/token/token-error.js';
import { TokenVerifier } from '../../src/token/token-verifier.js';
import { TEST_ISSUER, TEST_SECRET } from '@latchkey/testing/tokens';

const RULES = { issuer: TEST_ISSUER, audience: 'retirement', tokenTtl: 900 };

export const ringOfSecret = (secret = TEST_SECRET): KeyRing => new KeyRing(keySetOfSecret(secret));

export const ringOf = (...keys: object[]): KeyRing =>
  new KeyRing(keySetOfFile(JSON.stringify({ keys }), { holdsPrivateKeys: false }));

export const verifierOf = (ring = ringOfSecret(), rules = RULES): TokenVerifier => new TokenVerifier(ring, rules);

/** What a verifier makes of a token: `accepted`, or the code and the reason of its error. */
export function verdict(text: string, verifier = verifierOf()): string {
  try {
    verifier.verify(text);
    return 'accepted';
  } catch (error) {
    expect(error).toBeInstanceOf(TokenError);
    const { status, code, reason } = error as TokenError;
    expect(status).toBe(401);
    return `${code}: ${reason}`;
  }
}
