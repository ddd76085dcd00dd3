import { Pool } from 'pg';
import type { ClientConfig, PoolClient, PoolConfig } from 'pg';
import type { DatabaseAddress } from '../config/database-url.js';
import { isDatabaseAway, SilentDatabaseError } from '../problem/database.errors.js';
import { DatabaseClient } from './database-client.js';
import type { ReachedServer } from './database-client.js';

// Who asks for readiness is answered within 2.5 s.
const ANSWER_WITHIN_MS = 2200;

type Callback = (error: Error | undefined, client: PoolClient | undefined, release: (error?: unknown) => void) => void;

/** A pool of connections to a server that can be written to; no connection comes out of it that is not worth using. */
export class DatabasePool extends Pool {
  readonly #epochOf = new WeakMap<object, number>();
  readonly #hasStandby: boolean;
  #epoch = 0;

  constructor(config: PoolConfig) {
    super({
      ...config,
      Client: DatabaseClient as unknown as new () => never,
      // After a failover a name still leads to the demoted server for a moment.
      onConnect: async (client: unknown) => void (await (client as DatabaseClient).requireWritable()),
    } as ClientConfig);
    this.#hasStandby = ((config as Partial<DatabaseAddress>).hosts?.length ?? 1) > 1;
    this.on('connect', (client) => {
      const epoch = this.#epoch;
      this.#epochOf.set(client, epoch);
      (client as unknown as DatabaseClient).onReadOnly = () => {
        if (epoch === this.#epoch) this.#epoch += 1;
      };
    });
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<PoolClient> | void {
    if (callback !== undefined) return this.#connect(callback);
    return new Promise((resolve, reject) => {
      this.#connect((error, client) => (client === undefined ? reject(error!) : resolve(client)));
    });
  }

  /**
   * Asks the server on a connection of the pool.
   *
   * @throws if it does not answer, soon enough for who asks whether the service is ready
   */
  async state(): Promise<ReachedServer> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new SilentDatabaseError(ANSWER_WITHIN_MS)), ANSWER_WITHIN_MS).unref();
    try {
      return await Promise.race([this.#ask(late.promise), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #ask(late: Promise<never>): Promise<ReachedServer> {
    const client = await this.connect();
    let isSilent = false;
    try {
      return await Promise.race([(client as unknown as DatabaseClient).requireWritable(), late]);
    } catch (error) {
      isSilent = error instanceof SilentDatabaseError;
      // So are all others that lead there: each would keep a request waiting before it is found out.
      if (isSilent) this.#epoch += 1;
      throw error;
    } finally {
      client.release(isSilent);
    }
  }

  #connect(callback: Callback, isSecond = false): void {
    super.connect((error, client, release) => {
      // Of several servers the one that took writes is gone: nothing was asked yet, so look for the other one at once.
      if (client === undefined && this.#hasStandby && !isSecond && isDatabaseAway(error)) {
        return this.#connect(callback, true);
      }
      if (client === undefined || this.#isFresh(client)) return callback(error, client, release);
      release(true);
      this.#connect(callback, isSecond);
    });
  }

  // One that was given back in the middle of a transaction belongs to that still.
  #isFresh(client: PoolClient): boolean {
    const own = client as PoolClient & { getTransactionStatus(): string | null };
    return this.#epochOf.get(client) === this.#epoch && own.getTransactionStatus() === 'I';
  }
}
