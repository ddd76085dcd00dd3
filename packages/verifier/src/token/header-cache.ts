import type { VerifyKey } from '../keys/key-set.js';
import type { KeyRing } from '../keys/key-ring.js';
import { keyOfHeader } from './token-header.rules.js';
import { decodePart } from './token-text.rules.js';

/**
 * Remembers which key the text of a header means, so that a header is read once and not with every token. Only headers that
 * pass every rule are remembered: three members in any order, so at most six for a key. Emptied when the key ring changes.
 */
export class HeaderCache {
  readonly #keys = new Map<string, VerifyKey>();

  /** @param typ the one media type that a header may name */
  constructor(
    private readonly ring: KeyRing,
    private readonly typ: string,
  ) {
    ring.onReplaced(() => this.#keys.clear());
  }

  /**
   * The key that a header names.
   * @param header its base64url
   * @throws TokenError 401 `token_invalid`
   */
  keyOf(header: string): VerifyKey {
    return this.#keys.get(header) ?? this.#read(header);
  }

  #read(header: string): VerifyKey {
    const key = keyOfHeader(decodePart(header), (kid) => this.ring.find(kid), this.typ);
    this.#keys.set(header, key);
    return key;
  }
}
