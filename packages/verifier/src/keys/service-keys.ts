import type { ReplicaReport } from '../contract/key-report.js';
import type { Log } from '../log/log.js';
import { BankKeysClient } from './bank-keys.client.js';
import { BankKeys, type BankKeysStore } from './bank-keys.js';
import type { KeyRing } from './key-ring.js';
import { KeyStore } from './key-store.js';

/** Where the keys come from: a shared secret, a JWK Set in a file, or the bank's public keys (ES256 alone). */
export type Keys = { readonly secret: string } | { readonly file: string } | { readonly jwks: string };

/** The keys of a service that only verifies, and what keeps them equal to their source. */
export interface ServiceKeys {
  readonly ring: KeyRing;
  /** Why the source as it is now is not in use; undefined while it is. */
  readonly fault: string | undefined;
  /** Which keys are in use, by thumbprint (RFC 7638), and why the source as it is now is not. */
  state(): Pick<ReplicaReport, 'thumbprints' | 'signing' | 'fault'>;
  start(): Promise<void> | void;
  stop(): void;
}

/**
 * The keys of one process.
 * @param store for keys that are fetched
 * @throws KeySetError that says why if a secret or a file cannot be used
 */
export function serviceKeys(keys: Keys, store: BankKeysStore, log?: Log): ServiceKeys {
  if ('jwks' in keys) {
    const url = new URL(keys.jwks);
    const target = { who: 'the address of the keys', url, setting: 'keys.jwks' };
    return new BankKeys({ client: new BankKeysClient(url), store, target, ...(log && { log }) });
  }
  const source = 'file' in keys ? { JWT_KEYS_FILE: keys.file } : { JWT_SECRET: keys.secret };
  return new KeyStore(source, { holdsPrivateKeys: false }, log);
}
