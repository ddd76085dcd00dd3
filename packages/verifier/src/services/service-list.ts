import type { ServiceEntry } from '../contract/services.js';
import { silentLog, type Log } from '../log/log.js';
import { describeError, type OutboundTarget } from '../outbound/describe-error.js';
import { ErrorNotice } from '../outbound/error-notice.js';
import { checkedList, type ListFacts } from './listed-services.rules.js';
import type { ServicesClient } from './services.client.js';
import { pauseAfter } from './services.rules.js';

/** Keeps the last list, shared by the replicas of a service, for a start without the bank. */
export interface ServicesStore {
  /** What any replica stored last, to be checked like an answer; nothing before the first. */
  load(): Promise<readonly unknown[] | undefined>;
  save(services: readonly ServiceEntry[]): Promise<void>;
}

/** What a {@link ServiceList} works with. */
export interface ServiceListParts {
  readonly client: ServicesClient;
  readonly store: ServicesStore;
  readonly facts: ListFacts;
  /** Whom the client asks. */
  readonly bank: OutboundTarget;
  readonly log?: Log;
}

/**
 * The services of the deployment, answered from memory and kept fresh in the background: neither the bank nor the store has
 * to be alive.
 */
export class ServiceList {
  #known: readonly ServiceEntry[] = [];
  /** Whether the bank itself has said it, in this process. */
  #isHeard = false;
  #lastDropped = '';
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #stop = new AbortController();
  readonly #notice = new ErrorNotice();
  private readonly log: Log;

  constructor(private readonly parts: ServiceListParts) {
    this.log = parts.log ?? silentLog;
  }

  /** As it is known now. */
  get services(): readonly ServiceEntry[] {
    return this.#known;
  }

  /** Whether the bank gave it to this process; what is only stored may be old. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** The origin of a service; undefined if the list does not name it. */
  originOf(id: string): string | undefined {
    return this.#known.find((service) => service.id === id)?.url;
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
      await this.#refresh();
      if (this.#notice.isOver()) this.log.log(`the list of services is current again after ${this.#failures} failures`);
      this.#failures = 0;
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#failures += 1;
      const words = wordsOf(error);
      if (this.#notice.isDue(words)) this.log.warn(`the last known list of services is served: ${words}`);
      await this.#recall();
    }
    if (this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#round(), pauseAfter(this.#failures)).unref();
  }

  // Also what a release stored that did not look at it.
  async #recall(): Promise<void> {
    try {
      const { services } = checkedList((await this.parts.store.load()) ?? [], this.parts.facts);
      if (services.length > 0) this.#known = services;
    } catch (error) {
      const words = `the stored list of services was not read: ${wordsOf(error)}`;
      if (this.#notice.isDue(words)) this.log.warn(words);
    }
  }

  // What may be shown counts at once, whether it can be stored or not.
  async #refresh(): Promise<void> {
    const { client, bank, facts, store } = this.parts;
    const list = await client.fetch(this.#stop.signal).catch((cause: unknown) => {
      throw new Error(describeError(cause, bank), { cause });
    });
    const { services, dropped } = checkedList(list, facts);
    this.#noteDropped(dropped.join('; '));
    if (services.length === 0 && list.length > 0) throw new Error("nothing of the bank's list may be shown");
    this.#known = services;
    this.#isHeard = true;
    await store.save(services).catch((error: unknown) => {
      const words = `the list of services was not stored: ${wordsOf(error)}`;
      if (this.#notice.isDue(words)) this.log.warn(words);
    });
  }

  // Once, not every minute.
  #noteDropped(dropped: string): void {
    if (dropped !== '' && dropped !== this.#lastDropped) this.log.warn(`not shown of the bank's list: ${dropped}`);
    this.#lastDropped = dropped;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
