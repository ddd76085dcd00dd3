import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const INSUFFICIENT_PRIVILEGE = '42501';

/** Removes the databases of this run, or the whole embedded server. */
export default async function stop() {
  if (globalThis.latchkeyTestServer) return globalThis.latchkeyTestServer.stop();
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  await client.connect();
  const { rows } = await client.query('SELECT datname FROM pg_database WHERE datname LIKE $1', [
    `${process.env.LATCHKEY_TEST_RUN}%`,
  ]);
  for (const { datname } of rows) await drop(client, datname);
  await client.end();
}

// Autovacuum may be at work in it, and only a superuser may end that: it is over in a moment.
async function drop(client, name, tries = 240) {
  try {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  } catch (error) {
    if (error.code !== INSUFFICIENT_PRIVILEGE || tries === 1) throw error;
    await sleep(250);
    await drop(client, name, tries - 1);
  }
}
