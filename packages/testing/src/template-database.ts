import { dataSourceOptions, runMigrations, type ServiceConfig, type ServiceDefinition } from '@latchkey/service';
import type pg from 'pg';

/** The migrated database of a service that others are copied from: made once per run, by whichever test asks first. */
export async function ensureTemplate<C extends ServiceConfig>(
  client: pg.Client,
  server: string,
  run: string,
  definition: ServiceDefinition<C>,
): Promise<string> {
  const template = `${run}_template_${definition.id}`;
  await client.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
  const made = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (made.rowCount === 0) {
    // A failed migration leaves only the draft: the next test tries again and shows the same error.
    const draft = `${template}_draft`;
    await client.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${draft}"`);
    await migrateTo(urlOf(server, draft), definition);
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`);
  }
  await client.query('SELECT pg_advisory_unlock(hashtext($1))', [template]);
  return template;
}

/** Brings a database to the newest migration of a service. */
export async function migrateTo<C extends ServiceConfig>(url: string, definition: ServiceDefinition<C>): Promise<void> {
  const options = dataSourceOptions(definition, { DATABASE_URL: url } as Pick<C, 'DATABASE_URL'>);
  await runMigrations(options, { url, runtime: runtimeLogin()?.username }, { seconds: 60, log: () => {} });
}

/** Whom services under test work as, where that is another one than who owns their databases. */
export function runtimeLogin(): URL | undefined {
  const { TEST_RUNTIME_DATABASE_URL: url } = process.env;
  return url === undefined ? undefined : new URL(url);
}

/** The same server and user, another database. */
export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
