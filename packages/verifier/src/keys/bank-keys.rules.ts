import { notJson } from './json-text.rules.js';
import { ecKey } from './key.contract.js';
import { KeySetError, keySetOfFile, type KeySet } from './key-set.js';

/** More than the bank ever publishes: two while keys rotate. */
const MAX_KEYS = 32;

/** What of a published JWK Set counts. */
export interface BankKeys {
  readonly keys: KeySet;
  /** Why other keys do not count, readable. */
  readonly ignored: readonly string[];
}

/** No key at all: what a verifier holds before it has heard of one, and after all were withdrawn. */
export const NO_KEYS: KeySet = { byKid: new Map(), publicJwks: [] };

/**
 * Reads a JWK Set as the bank publishes it. Only ES256 keys count: what is published is public, so a symmetric key there
 * would let anyone sign, and whoever published a private part has given it away. Other keys do no harm (RFC 7517 §5).
 * @throws {@link KeySetError} if it is no JWK Set, or if none of its keys counts although it has some
 */
export function bankKeysOf(text: string): BankKeys {
  const entries = entriesOf(text);
  const good: unknown[] = [];
  const ignored: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const problem = problemOf(entry);
    if (problem === undefined) good.push(entry);
    else ignored.push(`key ${index + 1} ${problem}`);
  }
  if (good.length > 0)
    return { keys: keySetOfFile(JSON.stringify({ keys: good }), { holdsPrivateKeys: false }), ignored };
  if (entries.length > 0) throw new KeySetError(`holds no ES256 key: ${ignored.join('; ')}`);
  return { keys: NO_KEYS, ignored };
}

function entriesOf(text: string): readonly unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new KeySetError(notJson(text));
  }
  const { keys } = (json ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length > MAX_KEYS) throw new KeySetError('is not a JWK Set');
  return keys;
}

function problemOf(entry: unknown): string | undefined {
  if (entry !== null && typeof entry === 'object' && 'd' in entry) return 'shows its private part';
  return ecKey.safeParse(entry).success ? undefined : 'is not an ES256 key with kid and alg';
}
