import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger as Pino } from 'pino';
import type { ClientConfig } from 'pg';
import type { DataSource, EntityManager, ObjectLiteral, Repository } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { databaseUnavailable } from '../problem/database.errors.js';
import type { DatabasePool } from './database-pool.js';
import { offsetOf } from './clock-offset.rules.js';
import { NOT_ASKED, standingAfter, standingOf } from './database-standing.js';
import type { DatabaseStanding } from './database-standing.js';
import { ChannelListener } from './listener.js';
import type { Listener } from './listener.js';

// What PostgreSQL keeps of a name.
const NAME_LENGTH = 63;

/** The service's database. Whatever is called inside {@link Database.transaction} joins that transaction. */
export class Database {
  readonly #running = new AsyncLocalStorage<EntityManager>();

  readonly #listeners = new Set<ChannelListener>();
  #offsetSeconds: number | undefined;
  #standing = NOT_ASKED;

  constructor(
    readonly dataSource: DataSource,
    private readonly log?: Pino,
  ) {}

  /** Runs the work in one transaction: committed when it resolves, rolled back when it throws; nested calls join. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running.getStore() !== undefined) return work();
    return this.#manager().transaction((manager) => this.#running.run(manager, work));
  }

  /** The repository of an entity. Ask for it at the time of use, so that it belongs to the running transaction. */
  repository<E extends ObjectLiteral>(entity: new () => E): Repository<E> {
    return this.#manager().getRepository(entity);
  }

  /** Runs one statement with `$1`-parameters and returns its rows. */
  query<R = unknown>(sql: string, params: readonly unknown[] = []): Promise<R> {
    return this.#manager().query<R>(sql, [...params]);
  }

  /**
   * Calls `onNotify` at every NOTIFY on the channel, and whenever the subscription begins, also again after its connection
   * was lost: what was notified meanwhile is not repeated. So read again at each call, and poll as well. Several
   * notifications of one transaction come as one. Never throws: while the database is away it goes on trying, at most 2 s
   * apart. Takes a connection of its own beside the pool, until it is closed or the service ends.
   */
  listen(channel: string, onNotify: () => void): Listener {
    const { database, applicationName, extra } = this.dataSource.options as PostgresDataSourceOptions;
    const name = `${applicationName ?? 'latchkey'} ${channel}`.slice(0, NAME_LENGTH);
    const options = { ...(extra as ClientConfig), database: database!, application_name: name };
    const probe = (channelName: string, payload: string): Promise<unknown> =>
      this.query('SELECT pg_notify($1, $2)', [channelName, payload]);
    const listener = new ChannelListener(options, channel, onNotify, probe, this.log);
    this.#listeners.add(listener);
    return listener;
  }

  /**
   * By how many seconds the database's clock is ahead of this process's, as it was last asked; undefined until it was.
   * Times of the two must not meet in one decision, so this is for operators.
   */
  get offsetSeconds(): number | undefined {
    return this.#offsetSeconds;
  }

  /** The channels that are listened to, and whether notifications really arrive there. */
  get listening(): ReadonlyMap<string, boolean> {
    return new Map([...this.#listeners].map((listener) => [listener.channel, listener.isHearing]));
  }

  /** What is known of the database since it was asked last. */
  get standing(): DatabaseStanding {
    return this.#standing;
  }

  /** Takes down why the database could not be reached. */
  noteFailure(error: unknown): void {
    this.#standing = standingAfter(error);
  }

  /**
   * Asks whether the database can be written to, on a connection of the pool.
   *
   * @throws if it cannot; such connections are used no more
   */
  async check(): Promise<void> {
    this.#manager();
    const sent = Date.now();
    try {
      const server = await (this.dataSource.driver as unknown as { master: DatabasePool }).master.state();
      this.#standing = standingOf(server);
      this.#offsetSeconds = offsetOf({ sent, answered: Date.now(), now: server.now }) ?? this.#offsetSeconds;
    } catch (error) {
      this.noteFailure(error);
      throw error;
    }
  }

  /** Has each listener make a new connection if its own leads to a server that cannot be written to. */
  async checkListeners(): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => listener.check()));
  }

  /** Ends what {@link Database.listen} began. */
  async stopListening(): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => listener.close()));
    this.#listeners.clear();
  }

  #manager(): EntityManager {
    if (!this.dataSource.isInitialized) throw databaseUnavailable('not connected yet');
    return this.#running.getStore() ?? this.dataSource.manager;
  }
}
