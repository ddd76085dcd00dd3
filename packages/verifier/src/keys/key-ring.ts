import type { PublicJwk } from './public-jwk.js';
import type { KeySet, SigningKey, VerifyKey } from './key-set.js';

/** The keys that are valid now. Replaced whole; a verifier only finds keys, the bank's tokens also ask for the signing one. */
export class KeyRing {
  #keys: KeySet;
  #version = 1;
  readonly #listeners: (() => void)[] = [];

  constructor(keys: KeySet) {
    this.#keys = keys;
  }

  /** The key with exactly this kid. */
  find(kid: string): VerifyKey | undefined {
    return this.#keys.byKid.get(kid);
  }

  /** All keys that verify, in the order of their source. */
  all(): VerifyKey[] {
    return [...this.#keys.byKid.values()];
  }

  /** Whether no token can be verified. */
  get isEmpty(): boolean {
    return this.#keys.byKid.size === 0;
  }

  /** Counts up with every replacement. */
  get version(): number {
    return this.#version;
  }

  /**
   * The key to sign with; for the issuer alone.
   * @throws Error if the ring holds none, as at every service but the bank
   */
  signing(): SigningKey {
    if (this.#keys.signing === undefined) throw new Error('this key ring holds no key to sign with');
    return this.#keys.signing;
  }

  /** Who changed the keys last, and on which host; undefined where the source does not say. */
  get changed(): KeySet['changed'] {
    return this.#keys.changed;
  }

  /** EC public keys for foreign consumers (RFC 7517); empty under HS256, because a symmetric key is never published. */
  publicJwks(): { keys: PublicJwk[] } {
    return { keys: [...this.#keys.publicJwks] };
  }

  /** Puts other keys in the place of all present ones, and tells those who remember what the old ones proved. */
  replace(keys: KeySet): void {
    this.#keys = keys;
    this.#version++;
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener after each replacement, before the next token is verified. */
  onReplaced(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
