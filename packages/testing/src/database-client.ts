import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const INSUFFICIENT_PRIVILEGE = '42501';

/** Works on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs one statement on a connection of its own, and returns its rows. */
export function rowsOf(url: string, sql: string): Promise<unknown[]> {
  return withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}

/** Removes a database and ends its connections. */
export async function dropDatabase(client: pg.Client, name: string, tries = 240): Promise<void> {
  try {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  } catch (error) {
    // Autovacuum may be at work in it, and only a superuser may end that: it is over in a moment.
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE || tries === 1) throw error;
    await sleep(250);
    await dropDatabase(client, name, tries - 1);
  }
}
