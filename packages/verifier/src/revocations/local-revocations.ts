import { silentLog, type Log } from '../log/log.js';
import type { LogoutStore } from '../storage/store.js';
import { stillHeld } from './local-revocations.rules.js';
import { NewsListeners, type RevocationListener } from './revocation-news.js';

/** Notifications may be lost; what is in the table is the truth, and is read this often. */
const EVERY_MS = 1_000;

/**
 * Sessions that were ended at this service, at any of its replicas: in force until the bank's own word of them is, whether
 * the bank lives or not. Answered from memory.
 */
export class LocalRevocations {
  /** When each session was last seen in the table, in milliseconds of the monotonic clock. */
  #seen = new Map<string, number>();
  readonly #news = new NewsListeners();
  #watching: { close(): Promise<void> } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #isReadQueued = false;
  #isStopped = false;
  #fault: string | undefined;

  /** @param holdSeconds after which no token is alive of a session that the bank has ended */
  constructor(
    private readonly store: LogoutStore,
    private readonly holdSeconds: number,
    private readonly log: Log = silentLog,
  ) {}

  /** Whether the session was ended at this service. */
  has(sid: string): boolean {
    return this.#seen.has(sid);
  }

  /** How many sessions are held. */
  get size(): number {
    return this.#seen.size;
  }

  /** Calls the listener with sessions that end here, or at another replica, from now on. */
  onNews(listener: RevocationListener): void {
    this.#news.add(listener);
  }

  /** From now on the session is over at this process; others learn of it from the table. */
  add(sid: string): void {
    this.#seen.set(sid, performance.now());
    this.#news.tell({ sids: [sid], rights: [] });
  }

  /**
   * Lets go of sessions that the bank's own set names; call it when that set is in force and stored. Each replica lets go
   * for itself, because another's set may be older.
   */
  forget(sids: Iterable<string>): void {
    if (this.#seen.size === 0) return;
    const named = [...sids].filter((sid) => this.#seen.has(sid));
    if (named.length === 0) return;
    void this.#inTurn(async () => {
      await this.store.forget(named);
      for (const sid of named) this.#seen.delete(sid);
    });
  }

  /** Reads what is stored, and goes on reading; never throws. */
  async start(): Promise<void> {
    await this.#read();
    this.#watching = this.store.watch(() => void this.#read());
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#watching?.close();
    await this.#turn;
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#read().then(() => this.#schedule()), EVERY_MS).unref();
  }

  /** Reads the table; a reading that has not begun yet serves all who ask for one. */
  #read(): Promise<void> {
    if (this.#isReadQueued) return this.#turn;
    this.#isReadQueued = true;
    return this.#inTurn(async () => {
      this.#isReadQueued = false;
      const rows = await this.store.revoked();
      const sids = rows.filter((sid) => !this.#seen.has(sid));
      this.#seen = stillHeld(this.#seen, rows, performance.now(), this.holdSeconds * 1000);
      this.#news.tell({ sids, rights: [] });
    });
  }

  // One after the other: a reading that began before a session was forgotten must not bring it back.
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).then(
      () => this.#note(undefined),
      (error: unknown) => this.#note((error as Error).message),
    );
    return this.#turn;
  }

  // Logged once per error, not every second.
  #note(fault: string | undefined): void {
    if (fault !== undefined && this.#fault === undefined && !this.#isStopped) {
      this.log.warn(`what was ended at other replicas is not known at the moment: ${fault}`);
    }
    this.#fault = fault;
  }
}
