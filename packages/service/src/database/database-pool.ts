import { Pool } from 'pg';
import type { ClientConfig, PoolClient, PoolConfig } from 'pg';
import { DatabaseClient } from './database-client.js';
import type { ServerState } from './database-client.js';

type Callback = (error: Error | undefined, client: PoolClient | undefined, release: (error?: unknown) => void) => void;

/** A pool of connections to a server that can be written to; no connection comes out of it that is not worth using. */
export class DatabasePool extends Pool {
  readonly #epochOf = new WeakMap<object, number>();
  #epoch = 0;

  constructor(config: PoolConfig) {
    super({
      ...config,
      Client: DatabaseClient as unknown as new () => never,
      // After a failover a name still leads to the demoted server for a moment.
      onConnect: async (client: unknown) => void (await (client as DatabaseClient).requireWritable()),
    } as ClientConfig);
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
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        this.connect((error, client) => (client === undefined ? reject(error!) : resolve(client)));
      });
    }
    super.connect((error, client, release) => {
      if (client === undefined || this.#isFresh(client)) return callback(error, client, release);
      release(true);
      this.connect(callback);
    });
  }

  /** Asks the server on a connection of the pool. */
  async state(): Promise<ServerState> {
    const client = await this.connect();
    try {
      return await (client as unknown as DatabaseClient).requireWritable();
    } finally {
      client.release();
    }
  }

  // One that was given back in the middle of a transaction belongs to that still.
  #isFresh(client: PoolClient): boolean {
    const own = client as PoolClient & { getTransactionStatus(): string | null };
    return this.#epochOf.get(client) === this.#epoch && own.getTransactionStatus() === 'I';
  }
}
