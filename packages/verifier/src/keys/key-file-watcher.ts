import { readFile } from 'node:fs/promises';
import { silentLog, type Log } from '../log/log.js';
import { KeyRing } from './key-ring.js';
import { keySetOfFile, type KeyHolder } from './key-set.js';
import { readKeysText } from './key-source.js';

/** How often the file is read: mounts replace whole folders, which file watchers do not see. */
const EVERY_MS = 2_000;

/** Keeps a key ring equal to a file: by content, whole or not at all. A broken file leaves the ring as it is. */
export class KeyFileWatcher {
  /** Always holds the keys of the last file that was whole. */
  readonly ring: KeyRing;
  #text: string;
  #fault: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;

  /** Reads the file at once; throws KeySetError that says why if it is broken already. */
  constructor(
    private readonly path: string,
    private readonly holder: KeyHolder,
    private readonly log: Log = silentLog,
  ) {
    this.#text = readKeysText(path);
    this.ring = new KeyRing(keySetOfFile(this.#text, holder));
  }

  /** Why the file as it is now is not in use; undefined while it is. */
  get fault(): string | undefined {
    return this.#fault;
  }

  start(): void {
    this.#timer = setInterval(() => void this.reread(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Reads the file once; never throws. */
  async reread(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      this.#take(await readFile(this.path, 'utf8'));
      this.#fault = undefined;
    } catch (error) {
      this.#keepOld(error);
    } finally {
      this.#isReading = false;
    }
  }

  #take(text: string): void {
    if (text === this.#text) return;
    const keys = keySetOfFile(text, this.holder);
    this.#text = text;
    this.ring.replace(keys);
    this.log.log(`key ring replaced; now ${[...keys.byKid.keys()].join(', ')}`);
  }

  // Logged once per error, not every two seconds.
  #keepOld(error: unknown): void {
    const fault = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    if (fault !== this.#fault) this.log.error(`keys file not taken, the old keys stay in use: ${fault}`);
    this.#fault = fault;
  }
}
