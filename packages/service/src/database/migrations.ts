import type { Database } from './database.js';

const UNDEFINED_TABLE = '42P01';

/** Counts the service's migrations that the database has not seen; those of a newer release do not matter. */
export class Migrations {
  #isComplete = false;

  constructor(
    private readonly database: Database,
    private readonly migrations: readonly Function[],
  ) {}

  /** Names of pending migrations, oldest first. Once there are none, the database is not asked again. */
  async pending(): Promise<readonly string[]> {
    if (this.#isComplete || this.migrations.length === 0) return [];
    const applied = await this.#applied();
    const pending = this.migrations.map(({ name }) => name).filter((name) => !applied.has(name));
    this.#isComplete = pending.length === 0;
    return pending;
  }

  async #applied(): Promise<ReadonlySet<string>> {
    try {
      const rows = await this.database.query<{ name: string }[]>('SELECT name FROM migrations');
      return new Set(rows.map(({ name }) => name));
    } catch (error) {
      if ((error as { code?: unknown }).code === UNDEFINED_TABLE) return new Set();
      throw error;
    }
  }
}
