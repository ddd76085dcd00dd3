import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

/** What a counter said to one more. */
export interface Count {
  readonly accepted: boolean;
  /** Until the window ends. */
  readonly waitMs: number;
}

/** Counts what one key does in one window. */
export interface Counter {
  /** Counts one, unless it is one too many: that is read, and nothing is written. */
  take(key: string): Promise<Count>;
  /** Takes one back. */
  giveBack(key: string): Promise<void>;
}

const OFF: Counter = {
  take: () => Promise.resolve({ accepted: true, waitMs: 0 }),
  giveBack: () => Promise.resolve(),
};

/** Makes counters that all replicas of the bank share through the database. */
@Injectable()
export class CountersService {
  #cleans = false;

  constructor(private readonly database: Database) {}

  /** A counter that accepts so many in a window; a limit of 0 accepts everything. */
  make(name: string, points: number, seconds: number): Counter {
    if (points === 0) return OFF;
    const limiter = new RateLimiterPostgres({
      storeClient: { query: this.#query.bind(this) },
      storeType: 'client',
      tableName: 'throttle_counts',
      tableCreated: true,
      keyPrefix: name,
      points,
      duration: seconds,
      // The table is shared: one of them is enough to remove what has lapsed.
      clearExpiredByTimeout: !this.#cleans,
    });
    this.#cleans = true;
    return new StoredCounter(limiter, points);
  }

  async #query({ text, values = [] }: { text: string; values?: unknown[] }) {
    const rows = await this.database.query<unknown[]>(text, values);
    return { rows, rowCount: rows.length };
  }
}

class StoredCounter implements Counter {
  constructor(
    private readonly limiter: RateLimiterPostgres,
    private readonly points: number,
  ) {}

  async take(key: string): Promise<Count> {
    const now = await this.limiter.get(key);
    if (now !== null && now.consumedPoints >= this.points) return { accepted: false, waitMs: now.msBeforeNext };
    const count = await this.limiter.consume(key).then(accepted, refused);
    // It lost a race for the last place.
    if (!count.accepted) await this.giveBack(key);
    return count;
  }

  async giveBack(key: string): Promise<void> {
    await this.limiter.reward(key);
  }
}

function accepted(result: RateLimiterRes): Count {
  return { accepted: true, waitMs: result.msBeforeNext };
}

function refused(result: unknown): Count {
  if (!(result instanceof RateLimiterRes)) throw result;
  return { accepted: false, waitMs: result.msBeforeNext };
}
