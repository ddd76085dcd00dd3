import { readFileSync } from 'node:fs';
import { keySetOfFile, keySetOfSecret, KeySetError, type KeyHolder, type KeySet } from './key-set.js';

/** Where the keys come from: exactly one of the two. */
export interface KeySource {
  readonly JWT_SECRET?: string | undefined;
  readonly JWT_KEYS_FILE?: string | undefined;
}

/**
 * Reads the keys at boot.
 * @throws {@link KeySetError} that says why
 */
export function readKeySet(source: KeySource, holder: KeyHolder): KeySet {
  if (source.JWT_KEYS_FILE !== undefined) return keySetOfFile(readKeysText(source.JWT_KEYS_FILE), holder);
  if (source.JWT_SECRET !== undefined) return keySetOfSecret(source.JWT_SECRET);
  throw new KeySetError('no key source is set');
}

/** The text of the keys file, read at once. */
export function readKeysText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new KeySetError('cannot be read', { cause });
  }
}
