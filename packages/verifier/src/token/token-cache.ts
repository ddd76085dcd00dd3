import { LRUCache } from 'lru-cache';
import type { AccessTokenClaims } from '../contract/access-token.contract.js';
import type { KeyRing } from '../keys/key-ring.js';

/** Tokens kept at most: about 1.5 kB each. */
const MAX_TOKENS = 10_000;

/**
 * Keeps which tokens are authentic, so that a signature is checked once per token. The whole text is the key: a token
 * that differs in one character is another token. Emptied when the key ring changes. Holds no answer about time.
 */
export class TokenCache {
  readonly #claims = new LRUCache<string, AccessTokenClaims>({ max: MAX_TOKENS });

  constructor(ring: KeyRing) {
    ring.onReplaced(() => this.#claims.clear());
  }

  get(text: string): AccessTokenClaims | undefined {
    return this.#claims.get(text);
  }

  set(text: string, claims: AccessTokenClaims): void {
    this.#claims.set(copied(text), claims);
  }
}

// A token cut out of a header keeps all of the header in memory; a token is ASCII, so its bytes are its text.
function copied(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
