import { escapeIdentifier, escapeLiteral } from 'pg';
import { parseDatabaseUrl } from '../config/database-url.js';
import { DatabaseClient } from '../database/database-client.js';

/**
 * Creates what is missing: a role and a database of the same name for each service. No role may connect to the database of
 * another one, so a service's password opens that service's data only.
 */
export async function createDatabases(adminUrl: string, passwords: Record<string, string>): Promise<void> {
  const client = new DatabaseClient({ ...parseDatabaseUrl(adminUrl), connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    for (const [name, password] of Object.entries(passwords)) {
      const id = escapeIdentifier(name);
      const secret = escapeLiteral(password);
      if (!(await has(client, 'SELECT 1 FROM pg_roles WHERE rolname = $1', name))) {
        await client.query(`CREATE ROLE ${id} LOGIN PASSWORD ${secret}`);
      }
      if (!(await has(client, 'SELECT 1 FROM pg_database WHERE datname = $1', name))) {
        await client.query(`CREATE DATABASE ${id} OWNER ${id}`);
      }
      await client.query(`REVOKE ALL ON DATABASE ${id} FROM PUBLIC`);
    }
    await client.query('REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC');
  } finally {
    await client.end();
  }
}

/** Whether the server accepts the superuser within five seconds. */
export async function answers(adminUrl: string): Promise<boolean> {
  const client = new DatabaseClient({
    ...parseDatabaseUrl(adminUrl),
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function has(client: DatabaseClient, question: string, name: string): Promise<boolean> {
  return (await client.query(question, [name])).rowCount === 1;
}
