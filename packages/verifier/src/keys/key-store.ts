import type { Metrics, Readiness } from '@latchkey/service';
import type { ReplicaReport } from '../contract/key-report.contract.js';
import { KeyFileJob } from './key-file-watcher.js';
import { KeyRing } from './key-ring.js';
import type { KeyHolder } from './key-set.js';
import { readKeySet, type KeySource } from './key-source.js';

/** The keys of one process: the ring, what keeps it up to date, and what operators see of it. Never a key itself. */
export class KeyCustody {
  readonly ring: KeyRing;
  readonly #job: KeyFileJob | undefined;

  /** Throws KeySetError in words if the source is broken. */
  constructor(
    source: KeySource,
    private readonly holder: KeyHolder,
  ) {
    if (source.JWT_KEYS_FILE !== undefined) this.#job = new KeyFileJob(source.JWT_KEYS_FILE, holder);
    this.ring = this.#job?.ring ?? new KeyRing(readKeySet(source, holder));
  }

  start(): void {
    this.#job?.start();
  }

  stop(): void {
    this.#job?.stop();
  }

  /** Which keys are in use, by thumbprint (RFC 7638), and why the file as it is now is not. */
  state(): Pick<ReplicaReport, 'thumbprints' | 'signing' | 'fault'> {
    const keys = this.ring.all();
    const signing = this.holder.holdsPrivateKeys ? this.ring.signing().kid : undefined;
    return {
      thumbprints: keys.map(({ thumbprint }) => thumbprint),
      signing: keys.find(({ kid }) => kid === signing)?.thumbprint ?? null,
      fault: this.#job?.fault ?? null,
    };
  }

  /** Shows the keys in readiness and metrics. A broken file stays green: the old keys verify as before. */
  report(readiness: Readiness, metrics: Metrics): void {
    readiness.add('keys', () => ({
      detail: { kids: this.ring.all().map(({ kid }) => kid), fault: this.#job?.fault ?? null },
    }));
    metrics.gauge('latchkey_key_in_use', 'Keys that verify tokens, by kid.', ['kid', 'alg'], (gauge) => {
      gauge.reset();
      for (const { kid, alg } of this.ring.all()) gauge.set({ kid, alg }, 1);
    });
    metrics.gauge(
      'latchkey_keys_file_broken',
      '1 while the keys file cannot be taken and old keys are in use.',
      [],
      (gauge) => gauge.set(this.#job?.fault === undefined ? 0 : 1),
    );
  }
}
