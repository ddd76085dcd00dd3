import type { ReplicaReport } from '../contract/key-report.js';
import { silentLog, type Log } from '../log/log.js';
import { backOff } from '../outbound/back-off.js';
import { describeError, type OutboundTarget } from '../outbound/describe-error.js';
import { ErrorNotice } from '../outbound/error-notice.js';
import type { BankKeysClient, PublishedKeys } from './bank-keys.client.js';
import { bankKeysOf, NO_KEYS } from './bank-keys.rules.js';
import { keyState } from './key-state.js';
import { KeyRing } from './key-ring.js';
import { KeySetError, type KeySet } from './key-set.js';

/** As often as replicas report their keys: whoever rotates keys waits for a new one to be seen everywhere. */
const EVERY_MS = 5_000;
/** While there is none, every request with a token is turned away. */
const PAUSES = { first: 250, longest: EVERY_MS };

/** Keeps the last set, shared by the replicas of a service, for a start without the bank. */
export interface BankKeysStore {
  /** What any replica stored last, to be checked like an answer; undefined before the first. */
  load(): Promise<unknown>;
  save(set: object): Promise<void>;
}

/** What {@link BankKeys} works with. */
export interface BankKeysParts {
  readonly client: BankKeysClient;
  readonly store: BankKeysStore;
  /** Whom the client asks. */
  readonly target: OutboundTarget;
  readonly log?: Log;
  /** Milliseconds between two questions; by default 5,000. */
  readonly everyMs?: number;
}

/**
 * Keeps a key ring equal to the keys that the bank publishes, in the background: whole or not at all, and never on a
 * request's way. What cannot be read leaves the ring as it is. An empty set is believed: it comes from the address that the keys came from,
 * and a leaked key may have no successor; but only when it is said twice, for one replica of the bank may not have its keys yet.
 */
export class BankKeys {
  readonly ring = new KeyRing(NO_KEYS);
  #text: string | undefined;
  #etag: string | undefined;
  #ignored: string | undefined;
  #fault: string | undefined = 'the keys were not fetched yet';
  #wasEmpty = false;
  /** Whether the bank itself has said it, in this process. */
  #isHeard = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #stop = new AbortController();
  readonly #notice = new ErrorNotice();
  private readonly log: Log;

  constructor(private readonly parts: BankKeysParts) {
    this.log = parts.log ?? silentLog;
  }

  /** Why the published keys are not in use, or not all of them; undefined while they are. */
  get fault(): string | undefined {
    return this.#fault ?? this.#ignored;
  }

  /** Which keys are in use, by thumbprint (RFC 7638), and why the published ones are not. */
  state(): Pick<ReplicaReport, 'thumbprints' | 'signing' | 'fault'> {
    return keyState(this.ring, this.fault);
  }

  /** Returns when what is stored was read; the bank is asked from then on. Never throws. */
  async start(): Promise<void> {
    await this.#recall();
    void this.#round();
  }

  stop(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  async #round(): Promise<void> {
    try {
      const published = await this.parts.client.fetch(this.#etag, this.#stop.signal);
      if (published !== undefined) this.#take(published);
      this.#note(undefined);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#note(wordsOf(error, this.parts.target));
      if (this.ring.isEmpty) await this.#recall();
    }
    if (this.#stop.signal.aborted) return;
    const { everyMs = EVERY_MS } = this.parts;
    const pause = this.#failures === 0 ? everyMs : backOff(this.#failures, PAUSES);
    this.#timer = setTimeout(() => void this.#round(), pause).unref();
  }

  #take({ text, etag }: PublishedKeys): void {
    if (text !== this.#text) {
      const { keys, ignored } = bankKeysOf(text);
      if (keys.byKid.size === 0) this.#requireTwice();
      this.#isHeard = true;
      this.#use(keys);
      void this.#save(keys);
      this.#ignored = ignored.length > 0 ? `not used of the published keys: ${ignored.join('; ')}` : undefined;
      if (this.#ignored !== undefined) this.log.warn(this.#ignored);
      this.#text = text;
    }
    this.#wasEmpty = false;
    this.#etag = etag;
  }

  #requireTwice(): void {
    const isBelieved = this.#wasEmpty || this.ring.isEmpty;
    this.#wasEmpty = true;
    this.#etag = undefined;
    if (!isBelieved) throw new KeySetError('is empty: the keys are dropped if it is still so when it is asked again');
  }

  #use(keys: KeySet): void {
    const isSame = String([...keys.byKid.values()].map(printOf)) === String(this.ring.all().map(printOf));
    if (isSame) return;
    this.ring.replace(keys);
    this.log.log(`key ring replaced; now ${[...keys.byKid.keys()].join(', ') || 'empty: every key was withdrawn'}`);
  }

  // Also what another replica stored. Nothing that is stored takes the place of what was published.
  async #recall(): Promise<void> {
    try {
      const stored = await this.parts.store.load();
      if (stored === undefined || this.#isHeard) return;
      const { keys } = bankKeysOf(JSON.stringify(stored));
      if (keys.byKid.size > 0) this.#use(keys);
    } catch (error) {
      const words = `the stored keys were not read: ${(error as Error).message}`;
      if (this.#notice.isDue(words)) this.log.warn(words);
    }
  }

  async #save({ publicJwks }: KeySet): Promise<void> {
    try {
      await this.parts.store.save({ keys: publicJwks });
    } catch (error) {
      // What a later start may not find is fetched again with the next answer.
      this.#text = undefined;
      this.#etag = undefined;
      const words = `the published keys were not stored: ${(error as Error).message}`;
      if (this.#notice.isDue(words)) this.log.warn(words);
    }
  }

  #note(fault: string | undefined): void {
    this.#failures = fault === undefined ? 0 : this.#failures + 1;
    this.#fault = fault;
    if (fault === undefined) {
      if (this.#notice.isOver()) this.log.log('the published keys are followed again');
    } else if (this.#notice.isDue(fault)) {
      this.log.warn(`the published keys are not followed: ${fault}`);
    }
  }
}

function printOf({ kid, thumbprint }: { readonly kid: string; readonly thumbprint: string }): string {
  return `${kid} ${thumbprint}`;
}

function wordsOf(error: unknown, target: OutboundTarget): string {
  return error instanceof KeySetError
    ? `what ${target.url.href} publishes ${error.message}`
    : describeError(error, target);
}
