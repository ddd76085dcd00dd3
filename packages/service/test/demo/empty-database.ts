import { randomBytes } from 'node:crypto';
import { dropDatabase, rowsOf, withClient } from '@latchkey/testing/database-client';

/** A new empty database on the test server, and how to remove it. */
export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = process.env.TEST_DATABASE_URL!;
  const name = `service_${randomBytes(6).toString('hex')}`;
  await rowsOf(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => withClient(server, (client) => dropDatabase(client, name)) };
}
