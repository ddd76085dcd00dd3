import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager, ObjectLiteral, Repository } from 'typeorm';
import { databaseUnavailable } from './database.errors.js';

/** The service's database. Whatever is called inside {@link Database.transaction} joins that transaction. */
export class Database {
  readonly #running = new AsyncLocalStorage<EntityManager>();

  constructor(readonly dataSource: DataSource) {}

  /** Runs the work in one transaction: committed when it resolves, rolled back when it throws; nested calls join. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running.getStore() !== undefined) return work();
    return this.#manager().transaction((manager) => this.#running.run(manager, work));
  }

  /** The repository of an entity. Ask for it at the time of use, so that it belongs to the running transaction. */
  repository<E extends ObjectLiteral>(entity: new () => E): Repository<E> {
    return this.#manager().getRepository(entity);
  }

  /** Runs one statement with `$1`-parameters and answers its rows. */
  query<R = unknown>(sql: string, params: readonly unknown[] = []): Promise<R> {
    return this.#manager().query<R>(sql, [...params]);
  }

  #manager(): EntityManager {
    if (!this.dataSource.isInitialized) throw databaseUnavailable('not connected yet');
    return this.#running.getStore() ?? this.dataSource.manager;
  }
}
