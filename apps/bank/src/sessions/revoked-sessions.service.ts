import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { revocationSeconds } from '@latchkey/verifier';
import type { TokenVersion } from '@latchkey/verifier/contract';
import { CONFIG, type Listener } from '@latchkey/service';
import type { BankConfig } from '../bank.config.js';
import { FeedLists, type ReadNews } from './feed-lists.js';
import { LATE_MS } from './recent-news.js';
import { RevokedSessionRepository, type FeedReading } from './revoked-session.repository.js';

const POLL_MS = 1000;
const SECOND = 1_000_000;
/** Longer than any transaction may last between telling the time and its commit. */
const OVERLAP = 30 * SECOND;
/** What ended this shortly before the last reading is read again in any case. */
const FRESH = SECOND;
/** At most as often what came late is looked for: after a mass logout it is much to count. */
const THOROUGH_EVERY_MS = { least: 500, most: 1500 };
/** As often the whole window is compared, for what was written by hand or by a clock that was set. */
const COMPARE_EVERY = 60 * SECOND;
const SHORTEST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 500;
/**
 * Readings take at most this part of the time, so that a burst of logouts does not become a burst of readings; those that look
 * for what came late take as much again.
 */
const PAUSE_FACTOR = 4;

/** Nobody is told of a later moment than so long after late commits were looked for. */
const THOROUGH_WITHIN = LATE_MS * 1000;

const NOTHING_KNOWN = { sids: 0, rights: 0 };

/**
 * Knows the sessions that ended and the rights that changed while tokens of theirs may live, the accounts that were deleted,
 * and the version of tokens to issue: told by NOTIFY, and by a poll as truth.
 */
@Injectable()
export class RevokedSessionsService implements OnModuleInit, OnModuleDestroy {
  readonly lists = new FeedLists();
  /** Seconds after its end that a session is named, as are rights after their change. */
  readonly keptSeconds: number;
  readonly #log = new Logger('revocations');
  readonly #listeners: ((news: ReadNews) => void)[] = [];
  #listener: Listener | undefined;
  #poll: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #asOf: number | undefined;
  #issues: TokenVersion = 1;
  #comparedAt = 0;
  #thoroughAsOf = 0;
  /** From then on the next reading looks for what came late. */
  #thoroughFrom = -Infinity;
  #readAt = -Infinity;
  #pauseUntil = 0;
  #isStopped = false;
  #isFailing = false;

  constructor(
    private readonly repository: RevokedSessionRepository,
    @Inject(CONFIG) config: BankConfig,
  ) {
    this.keptSeconds = revocationSeconds(config.TOKEN_TTL);
  }

  /** Nobody is let in before what has ended is known; if the database is away, nobody can be shown to be alive either. */
  async onModuleInit(): Promise<void> {
    await this.readNow();
    this.#listener = this.repository.listen(() => void this.readNow());
  }

  async onModuleDestroy(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#poll);
    await Promise.all([this.#listener?.close(), this.#running]);
  }

  /** Up to when everything is known, in milliseconds since 1970 by the database's clock; undefined before the first reading. */
  get asOf(): number | undefined {
    return this.#asOf === undefined ? undefined : Math.floor(this.#asOf / 1000);
  }

  /** Seconds since everything was known, on the monotonic clock. */
  age(): number {
    return (performance.now() - this.#readAt) / 1000;
  }

  /** The version of access tokens that the bank issues, as it was read last; 1, which every reader knows, before that. */
  issuedVersion(): TokenVersion {
    return this.#issues;
  }

  /** Calls the listener whenever the feed has something to tell that it did not tell before. */
  onNews(listener: (news: ReadNews) => void): void {
    this.#listeners.push(listener);
  }

  /** Resolves after a reading that began later than this call, whether or not it succeeded. */
  readNow(): Promise<void> {
    this.#next ??= this.#afterRunning();
    return this.#next;
  }

  /** Resolves once it is known here that these sessions are over, which has been committed. */
  async learn(sids: readonly string[]): Promise<void> {
    const areKnown = () => sids.every((sid) => this.lists.sids.has(sid));
    if (!areKnown()) await this.readNow();
    if (areKnown()) return;
    // The connection was lost; or their commit took long, and they lie before what is read again in any case.
    this.#thoroughFrom = -Infinity;
    await this.readNow();
  }

  async #afterRunning(): Promise<void> {
    await this.#running;
    const pause = this.#pauseUntil - performance.now();
    if (pause > 0) await sleep(pause, undefined, { ref: false });
    this.#next = undefined;
    if (this.#isStopped) return;
    this.#running = this.#read();
    await this.#running;
  }

  async #read(): Promise<void> {
    clearTimeout(this.#poll);
    const begun = performance.now();
    let isThorough = false;
    try {
      const reading = await this.#reading();
      ({ isThorough } = reading);
      this.#take(reading, begun);
      if (this.#isFailing) this.#log.log('ended sessions are read again');
      this.#isFailing = false;
    } catch (error) {
      // Once, not every second.
      if (!this.#isStopped && !this.#isFailing) this.#log.warn({ err: error }, 'cannot read which sessions have ended');
      this.#isFailing = true;
    }
    this.#rest(performance.now() - begun, isThorough);
    if (!this.#isStopped) this.#poll = setTimeout(() => void this.readNow(), POLL_MS).unref();
  }

  // Who is told of a change waits for no reading of what came late but the one that is underway.
  #rest(took: number, isThorough: boolean): void {
    const now = performance.now();
    const { least, most } = THOROUGH_EVERY_MS;
    if (isThorough) this.#thoroughFrom = now + clamp(PAUSE_FACTOR * took, least, most);
    const longest = isThorough ? SHORTEST_PAUSE_MS : LONGEST_PAUSE_MS;
    this.#pauseUntil = now + clamp(PAUSE_FACTOR * took, SHORTEST_PAUSE_MS, longest);
  }

  #reading(): Promise<FeedReading> {
    // A minute more, since whole minutes lapse.
    if (this.#asOf === undefined) return this.repository.readLast(this.keptSeconds + 60);
    const isDue = this.#asOf - this.#comparedAt > COMPARE_EVERY;
    const fresh = this.#asOf - FRESH;
    const { sids, rights, deleted } = this.lists;
    if (!isDue && performance.now() < this.#thoroughFrom)
      return this.repository.readSince(fresh, fresh, { ...NOTHING_KNOWN, deleted: deleted.newest });
    if (isDue) this.#comparedAt = this.#asOf;
    const late = this.#asOf - (isDue ? this.keptSeconds * SECOND : OVERLAP);
    const known = { sids: sids.mark(late, fresh), rights: rights.mark(late, fresh), deleted: deleted.newest };
    return this.repository.readSince(late, fresh, known);
  }

  #take(reading: FeedReading, begun: number): void {
    const { asOf, newest, deletedAfter, issues } = reading;
    // The clock was set back, or a backup restored: what has changed since may lie before the last reading.
    if (this.#asOf !== undefined && (asOf < this.#asOf || newest < deletedAfter)) return void (this.#asOf = undefined);
    const news = this.lists.take(reading, this.keptSeconds * SECOND);
    // A later version was left behind by a later release: the newest that this one can write.
    this.#issues = issues >= 2 ? 2 : 1;
    if (this.#asOf === undefined) this.#comparedAt = asOf;
    if (reading.isThorough) this.#thoroughAsOf = asOf;
    // This one waited long at the database, so that it is not known to be complete: the next one is thorough.
    if (asOf - this.#thoroughAsOf <= THOROUGH_WITHIN) [this.#asOf, this.#readAt] = [asOf, begun];
    if (news.concerns !== 'none') for (const listener of this.#listeners) listener(news);
  }
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
