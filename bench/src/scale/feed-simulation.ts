import { EventQueue } from './event-queue.ts';
import { randomFrom } from './random.ts';

/** The bank's and the readers' rules, in milliseconds: apps/bank/src/feed, packages/verifier/src/revocations. */
const GATHER = 5;
const HEARTBEAT_AFTER = 5_000;
/** Readers of the simulation. */
const STARTED_WITHIN = 100;
const READING = 3;
const LEAST_READING_PAUSE = 10;
export const READER_PAUSE = 10;

/** A deployment whose feed is watched for some seconds. Times are in milliseconds of one core, or of the clock. */
export interface FeedPlan {
  /** Processes of the services that follow the feed. */
  readonly readers: number;
  /** Processes of the bank that they are spread over. */
  readonly banks: number;
  /** Revocations a second. */
  readonly revocations: number;
  /** What one answer with news costs the bank and its reader, and its bytes. */
  readonly news: { readonly bank: number; readonly service: number; readonly bytes: number };
  readonly heartbeat: number;
  /** How much of each bank process's main thread logins, renewals and logouts take. */
  readonly busy: number;
  /** There and back. */
  readonly roundTrip: number;
  /** From an answer to a reader's next request, at least. */
  readonly pause: number;
  readonly seconds: number;
}

export interface FeedOutcome {
  /** From the commit of a logout to the moment a process refuses that session; over all of both. */
  readonly lagP50: number;
  readonly lagP99: number;
  /** How much of a bank process's main thread answers take. */
  readonly bankShare: number;
  readonly bytesASecond: number;
  readonly answersASecond: number;
}

/** Plays the feed's rules event by event; the same plan has the same outcome. */
export function simulateFeed(plan: FeedPlan): FeedOutcome {
  const world = new World(plan);
  world.events.runUntil(plan.seconds * 1000);
  return world.outcome();
}

class World {
  readonly events = new EventQueue();
  readonly random = randomFrom(1);
  /** Commit times of all revocations, in order. */
  readonly #committed: number[] = [];
  readonly #banks: Bank[];
  /** How many came so many whole milliseconds late. */
  readonly #lags: number[] = [];
  #bytes = 0;
  #answers = 0;
  private readonly plan: FeedPlan;

  constructor(plan: FeedPlan) {
    this.plan = plan;
    this.#banks = Array.from({ length: plan.banks }, () => new Bank(this, plan));
    for (let index = 0; index < plan.readers; index++) {
      const bank = this.#banks[index % plan.banks]!;
      this.events.schedule(this.random() * STARTED_WITHIN, () => bank.ask({ known: this.#committed.length }));
    }
    this.#revokeNext();
  }

  get revoked(): number {
    return this.#committed.length;
  }

  /** A reader holds an answer; it is told of what it did not know. */
  arrived(reader: Reader, known: number): void {
    for (let index = reader.known; index < known; index++) {
      const lag = Math.ceil(this.events.now - this.#committed[index]!);
      this.#lags[lag] = (this.#lags[lag] ?? 0) + 1;
    }
    reader.known = Math.max(reader.known, known);
  }

  sent(bytes: number): void {
    this.#answers += 1;
    this.#bytes += bytes;
  }

  outcome(): FeedOutcome {
    const { seconds, banks } = this.plan;
    const worked = this.#banks.reduce((sum, bank) => sum + bank.worked, 0);
    return {
      lagP50: this.#lagOf(0.5),
      lagP99: this.#lagOf(0.99),
      bankShare: worked / (banks * seconds * 1000),
      bytesASecond: this.#bytes / seconds,
      answersASecond: this.#answers / seconds,
    };
  }

  #lagOf(part: number): number {
    let left = part * this.#lags.reduce((sum, count) => sum + (count ?? 0), 0);
    return this.#lags.findIndex((count) => (left -= count ?? 0) <= 0);
  }

  #revokeNext(): void {
    const wait = (-Math.log(1 - this.random()) * 1000) / this.plan.revocations;
    this.events.schedule(this.events.now + wait, () => {
      this.#committed.push(this.events.now);
      for (const bank of this.#banks) bank.notified();
      this.#revokeNext();
    });
  }
}

interface Reader {
  /** How many revocations it was told of. */
  known: number;
}

/** A process of the bank: one thread that reads what was revoked and answers one reader after the other. */
class Bank {
  /** Of its main thread, by answers. */
  worked = 0;
  #known = 0;
  #freeAt = 0;
  #isReading = false;
  #isToRead = false;
  #isGathering = false;
  /** Each with its request. */
  #waiting = new Map<Reader, symbol>();
  private readonly world: World;
  private readonly plan: FeedPlan;

  constructor(world: World, plan: FeedPlan) {
    this.world = world;
    this.plan = plan;
  }

  notified(): void {
    if (this.#isReading) {
      this.#isToRead = true;
      return;
    }
    this.#isReading = true;
    const sees = this.world.revoked;
    this.#after(READING, () => {
      this.#known = Math.max(this.#known, sees);
      this.#gather();
      this.#after(LEAST_READING_PAUSE, () => {
        this.#isReading = false;
        if (!this.#isToRead) return;
        this.#isToRead = false;
        this.notified();
      });
    });
  }

  ask(reader: Reader): void {
    if (reader.known < this.#known) return this.#answer(reader);
    const asked = Symbol('asked');
    this.#waiting.set(reader, asked);
    this.#after(HEARTBEAT_AFTER, () => {
      if (this.#waiting.get(reader) === asked) this.#answer(reader);
    });
  }

  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    this.#after(GATHER, () => {
      this.#isGathering = false;
      const woken = this.#waiting;
      this.#waiting = new Map();
      for (const reader of woken.keys()) this.#answer(reader);
    });
  }

  #answer(reader: Reader): void {
    this.#waiting.delete(reader);
    const { news, heartbeat, busy, roundTrip } = this.plan;
    const tells = this.#known;
    const isNews = reader.known < tells;
    const work = isNews ? news.bank : heartbeat;
    const read = isNews ? news.service : 0;
    this.worked += work;
    // What else the process does comes in between.
    this.#freeAt = Math.max(this.#freeAt, this.world.events.now) + work / (1 - busy);
    this.world.sent(isNews ? news.bytes : 0);
    this.world.events.schedule(this.#freeAt + roundTrip / 2 + read, () => {
      this.world.arrived(reader, tells);
      this.#after(this.plan.pause + roundTrip / 2, () => this.ask(reader));
    });
  }

  #after(wait: number, run: () => void): void {
    this.world.events.schedule(this.world.events.now + wait, run);
  }
}
