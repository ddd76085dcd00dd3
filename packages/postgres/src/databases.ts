import { DatabaseClient, parseDatabaseUrl, prepareRoles, withClient } from '@latchkey/service/roles';

/** The role that owns a service's database, beside the one of its own name that works with it. */
export const ownerOf = (name: string): string => `${name}-owner`;

/**
 * Creates what is missing: for each service a database of its name, a role that owns it, and one that works with it. No role
 * may connect to the database of another service, so a service's password opens that service's data only.
 */
export async function createDatabases(
  adminUrl: string,
  names: readonly string[],
  password: (role: string) => string,
): Promise<void> {
  const admin = parseDatabaseUrl(adminUrl);
  for (const name of names) {
    const login = (role: string) => ({ name: role, password: password(role) });
    await prepareRoles(admin, { database: name, owner: login(ownerOf(name)), runtime: login(name) });
  }
  await withClient(admin, (client) => client.query('REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC'));
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
