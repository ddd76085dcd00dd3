import { StoreError } from './store-error.js';

/** What is used of a result of the `pg` package. */
export interface PgResult {
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
}

/** Where statements are run one after the other. */
export interface PgSession {
  query(sql: string, values?: unknown[]): Promise<PgResult>;
}

/** What is used of a connection that a pool lends. */
export interface PgClient extends PgSession {
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  release(error?: Error | boolean): void;
}

/** What is used of a `Pool` of the `pg` package. */
export interface PgPool {
  connect(): Promise<PgClient>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  end(): Promise<void>;
}

/** What is used of a connection that listens. */
export interface PgListeningClient {
  connect(): Promise<unknown>;
  query(sql: string): Promise<unknown>;
  on(event: 'error' | 'end', listener: () => void): unknown;
  on(event: 'notification', listener: (message: { readonly payload?: string | undefined }) => void): unknown;
  end(): Promise<void>;
  unref?(): void;
}

/** How a connection that listens is made. */
export type MakeListeningClient = () => PgListeningClient;

interface PoolMaker {
  readonly Client?: new (options: object) => PgListeningClient;
  readonly options?: object;
}

const MOST_CONNECTIONS = 4;
const CONNECT_WITHIN_MS = 2_000;
// A peer that vanished without a word is noticed some 15 s later.
const CONNECTION = { connectionTimeoutMillis: CONNECT_WITHIN_MS, keepAlive: true, keepAliveInitialDelayMillis: 5_000 };

/** A pool of our own; `pg` is loaded here and nowhere else. */
export async function ownPool(connectionString: string): Promise<PgPool> {
  const { default: pg } = await import('pg').catch((cause: unknown) => {
    throw new StoreError('PostgresStore needs the package pg: npm install pg', { cause });
  });
  // Only idle connections are left when nobody waits for an answer: they keep no process alive.
  return new pg.Pool({ ...CONNECTION, connectionString, max: MOST_CONNECTIONS, allowExitOnIdle: true });
}

/** How to make a connection beside a pool, to the same database; undefined if the pool does not tell. */
export function listeningClientOf(pool: PgPool): MakeListeningClient | undefined {
  const { Client, options } = pool as PoolMaker;
  // Its password is no enumerable member.
  return Client && options && (() => new Client(Object.assign(Object.create(options) as object, CONNECTION)));
}
