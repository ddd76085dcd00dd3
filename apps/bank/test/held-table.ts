import { asOwner } from '@latchkey/testing';
import { dataSourceOptions } from '@latchkey/service';
import { DataSource } from 'typeorm';
import type { Bank } from './bank.js';
import { until } from './feed-reader.js';
import { sql } from './signed-in.js';

/** What waits at a table that a test holds. */
export interface HeldTable {
  /** Resolves once at least so many wait for a lock. */
  waiting(least: number): Promise<void>;
  /** Cuts the connections of all that wait, as if their process had been killed. */
  cut(): Promise<void>;
  release(): Promise<void>;
}

/** Holds every transaction that is about to write to the table, such as the record of its event before it commits. */
export async function holdTable(bank: Bank, table: string): Promise<HeldTable> {
  const options = dataSourceOptions(
    { id: 'hold', entities: [], migrations: [] },
    { DATABASE_URL: bank.database.ownerUrl },
  );
  const owner = await new DataSource(options).initialize();
  const runner = owner.createQueryRunner();
  await runner.startTransaction();
  await runner.query(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
  const blocked = `FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;
  return {
    waiting: (least) => until(async () => (await sql(bank, `SELECT 1 ${blocked}`)).length >= least),
    cut: async () => void (await sql(bank, `SELECT pg_terminate_backend(pid) ${blocked}`)),
    async release() {
      await runner.rollbackTransaction();
      await runner.release();
      await owner.destroy();
    },
  };
}

/** While the work runs the database refuses to record events of this kind (a pattern). */
export async function withoutRecords<T>(bank: Bank, kind: string, work: () => Promise<T>): Promise<T> {
  await asOwner(
    bank.database,
    `CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no record'; END $$`,
  );
  await asOwner(
    bank.database,
    `CREATE TRIGGER refuse_event BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.kind LIKE '${kind}')
     EXECUTE FUNCTION refuse_event()`,
  );
  try {
    return await work();
  } finally {
    await asOwner(bank.database, 'DROP FUNCTION refuse_event CASCADE');
  }
}
