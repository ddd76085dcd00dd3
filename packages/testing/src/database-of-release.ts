import type { ServiceConfig, ServiceDefinition } from '@latchkey/service';
import { withClient } from './database-client.js';
import type { RecordedRelease } from './releases.js';
import { migrateTo, runtimeLogin, urlOf } from './template-database.js';
import { testDatabase, type TestDatabase } from './test-database.js';

/**
 * A database as a recorded release left it, with every time in it moved as far as the recording is ago, and then migrated to
 * the release at hand.
 */
export async function databaseOfRelease<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  release: RecordedRelease,
): Promise<TestDatabase> {
  const { ownerUrl, drop } = await testDatabase();
  const isOfThen = (migration: new () => object): boolean =>
    (new migration() as { name: string }).name in release.migrations;
  const migrations = (definition.migrations as readonly (new () => object)[]).filter(isOfThen);
  try {
    await migrateTo(ownerUrl, { ...definition, migrations: migrations as typeof definition.migrations });
    await insertRows(ownerUrl, release, definition.id as 'bank' | 'retirement');
    await migrateTo(ownerUrl, definition);
  } catch (error) {
    await drop();
    throw error;
  }
  const runtime = runtimeLogin();
  return { ownerUrl, drop, url: runtime ? urlOf(runtime.href, new URL(ownerUrl).pathname.slice(1)) : ownerUrl };
}

/** The release has stopped a moment ago: what it did last is over, and nobody holds it any more. */
const STOPPED_MS = 20_000;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00/g;

function insertRows(url: string, { tables, settings }: RecordedRelease, id: 'bank' | 'retirement'): Promise<void> {
  const ago = Date.now() - settings.at - STOPPED_MS;
  const moved = (time: string): string => new Date(Date.parse(time) + ago).toISOString();
  return withClient(url, async (client) => {
    for (const { table, rows } of tables[id]) {
      const json = JSON.stringify(rows).replaceAll(TIME, moved);
      // What a migration puts in a new database was there before the rest.
      const { rowCount } = await client.query(`SELECT FROM "${table}" LIMIT 1`);
      if (rowCount !== 0) await client.query(`DELETE FROM "${table}"`);
      await client.query(`INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1)`, [json]);
    }
  });
}
