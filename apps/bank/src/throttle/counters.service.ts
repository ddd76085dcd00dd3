import { Injectable } from '@nestjs/common';
import { Database } from '@latchkey/service';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Count } from './throttle.rules.js';

/** Counts what one key does in one window. */
export interface Counter {
  /** Counts one, also when it is one too many. */
  take(key: string): Promise<Count>;
  /** Takes one back. */
  giveBack(key: string): Promise<void>;
}

const OFF: Counter = {
  take: () => Promise.resolve({ accepted: true, points: 0, waitMs: 0 }),
  giveBack: () => Promise.resolve(),
};

/** Makes counters that all replicas of the bank share through the database. */
@Injectable()
export class CountersService {
  readonly #store: {
    query(query: { text: string; values?: unknown[] }): Promise<{ rows: unknown[]; rowCount: number }>;
  };
  #cleans = false;

  constructor(database: Database) {
    this.#store = {
      async query({ text, values }) {
        const rows = (await database.query(text, values ?? [])) as unknown[];
        return { rows, rowCount: rows.length };
      },
    };
  }

  /** A counter that accepts so many in a window; a limit of 0 accepts everything. */
  make(name: string, points: number, seconds: number): Counter {
    if (points === 0) return OFF;
    const limiter = new RateLimiterPostgres({
      storeClient: this.#store,
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
    return {
      take: (key) => limiter.consume(key).then(accepted, refused),
      giveBack: async (key) => void (await limiter.reward(key)),
    };
  }
}

function accepted(result: RateLimiterRes): Count {
  return { accepted: true, points: result.consumedPoints, waitMs: result.msBeforeNext };
}

function refused(result: unknown): Count {
  if (!(result instanceof RateLimiterRes)) throw result;
  return { accepted: false, points: result.consumedPoints, waitMs: result.msBeforeNext };
}
