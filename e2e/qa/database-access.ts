import { Client } from 'pg';
import type { StackService } from '../stack/stack.js';

/** Changes the database of a service behind its back. */
export async function inDatabase(
  front: Pick<StackService, 'database'>,
  sql: string,
  values: string[] = [],
): Promise<void> {
  await ask(front.database, sql, values);
}

/** How many rows a query finds. */
export async function countIn(
  front: Pick<StackService, 'database'>,
  sql: string,
  values: string[] = [],
): Promise<number> {
  return ask(front.database, sql, values);
}

/** Takes its database away from a service, open connections and new ones, until what it returns is called. */
export async function cutDatabase({ database }: Pick<StackService, 'database'>): Promise<() => Promise<void>> {
  const server = process.env['E2E_DATABASE_URL'] ?? '';
  const name = new URL(database).pathname.slice(1);
  const allow = async (isAllowed: boolean): Promise<void> =>
    void (await ask(server, `ALTER DATABASE ${name} ALLOW_CONNECTIONS ${isAllowed}`));
  await allow(false);
  await ask(server, 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  return () => allow(true);
}

async function ask(url: string, sql: string, values: string[] = []): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
