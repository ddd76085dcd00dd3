import { setTimeout as sleep } from 'node:timers/promises';
import type { PgClient, PgPool, PgResult, PgSession } from './postgres-driver.js';
import { isServersAnswer, isWorthAnotherTry } from './postgres-errors.js';
import { StoreError } from './store-error.js';

/** Local to each transaction, as a pooler that hands connections around needs it. */
const BEGIN = 'BEGIN; SET LOCAL statement_timeout = 5000; SET LOCAL lock_timeout = 3000';
/** For one statement: what a server that is stopped never answers. */
const ANSWER_WITHIN_MS = 8_000;
/** As many as a pool may hold that the server has ended meanwhile, and some. */
const MOST_TRIES = 8;
const LONGEST_PAUSE_MS = 50;

/** What is done in a transaction; without `keeps` it is taken back. */
export interface Work<T> {
  readonly value: T;
  readonly keeps: boolean;
  /** A statement that goes with the end of the transaction. */
  readonly last?: string;
}

const ignored = (): void => undefined;

/**
 * Does work in a transaction of its own, again if the server has taken it back or if the connection had ended before it
 * began: that is how a restarted server is found again.
 */
export async function inTransaction<T>(pool: PgPool, work: (session: PgSession) => Promise<Work<T>>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const attempt = new Attempt(await pool.connect());
    try {
      const { value, keeps, last } = await attempt.run(work);
      await attempt.query(keeps ? `${last ?? ''}COMMIT` : 'ROLLBACK');
      attempt.end();
      return value;
    } catch (error) {
      await attempt.fail(error);
      const isAgain = !attempt.hasBegun || isWorthAnotherTry(error);
      if (attempt.isLate) throw new StoreError(`PostgreSQL did not answer within ${ANSWER_WITHIN_MS / 1000} seconds`);
      if (!isAgain || tries === MOST_TRIES) throw error;
      await sleep(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}

/** One try on one connection, which is given back once. */
class Attempt implements PgSession {
  hasBegun = false;
  isLate = false;
  #isReleased = false;
  readonly #clock: NodeJS.Timeout;

  constructor(private readonly client: PgClient) {
    // A lent connection tells of its end by an event as well, and that would end the process.
    client.on('error', ignored);
    this.#clock = setTimeout(() => {
      this.isLate = true;
      this.#release(true);
    }, ANSWER_WITHIN_MS).unref();
  }

  async run<T>(work: (session: PgSession) => Promise<T>): Promise<T> {
    await this.query(BEGIN);
    this.hasBegun = true;
    return work(this);
  }

  query(sql: string, values?: unknown[]): Promise<PgResult> {
    this.#clock.refresh();
    return this.client.query(sql, values);
  }

  end(): void {
    this.#release(false);
  }

  async fail(error: unknown): Promise<void> {
    const isAlive = isServersAnswer(error) && !this.#isReleased;
    const isClean =
      isAlive &&
      (await this.query('ROLLBACK').then(
        () => true,
        () => false,
      ));
    this.#release(!isClean);
  }

  #release(isBroken: boolean): void {
    clearTimeout(this.#clock);
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.client.release(isBroken);
    // Of one that is ended errors may still come.
    if (!isBroken) this.client.removeListener('error', ignored);
  }
}
