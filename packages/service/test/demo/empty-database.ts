import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A new empty database on the test server, and how to remove it. */
export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = process.env.TEST_DATABASE_URL!;
  const name = `service_${randomBytes(6).toString('hex')}`;
  await run(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => drop(server, name) };
}

// Autovacuum may be at work in it, and only a superuser may end that: it is over in a moment.
async function drop(server: string, name: string, tries = 240): Promise<void> {
  try {
    await run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501' || tries === 1) throw error;
    await sleep(250);
    await drop(server, name, tries - 1);
  }
}

/** Runs one statement on a connection of its own. */
export async function run(url: string, sql: string): Promise<void> {
  await rowsOf(url, sql);
}

/** Runs one statement on a connection of its own, and answers its rows. */
export async function rowsOf(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
