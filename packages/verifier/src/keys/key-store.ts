import type { ReplicaReport } from '../contract/key-report.js';
import type { Log } from '../log/log.js';
import { KeyFileWatcher } from './key-file-watcher.js';
import { KeyRing } from './key-ring.js';
import type { KeyHolder } from './key-set.js';
import { keyState } from './key-state.js';
import { readKeySet, type KeySource } from './key-source.js';

/** The keys of one process: the ring, and what keeps it equal to its file. */
export class KeyStore {
  readonly ring: KeyRing;
  readonly #watcher: KeyFileWatcher | undefined;

  /** Throws KeySetError that says why if the source is broken. */
  constructor(
    source: KeySource,
    private readonly holder: KeyHolder,
    log?: Log,
  ) {
    if (source.JWT_KEYS_FILE !== undefined) this.#watcher = new KeyFileWatcher(source.JWT_KEYS_FILE, holder, log);
    this.ring = this.#watcher?.ring ?? new KeyRing(readKeySet(source, holder));
  }

  start(): void {
    this.#watcher?.start();
  }

  stop(): void {
    this.#watcher?.stop();
  }

  /** Why the file as it is now is not in use; undefined while it is. */
  get fault(): string | undefined {
    return this.#watcher?.fault;
  }

  /** Which keys are in use, by thumbprint (RFC 7638), and why the file as it is now is not. */
  state(): Pick<ReplicaReport, 'thumbprints' | 'signing' | 'fault'> {
    return keyState(this.ring, this.fault, this.holder.holdsPrivateKeys ? this.ring.signing().kid : undefined);
  }
}
