import { escapeIdentifier, escapeLiteral } from 'pg';
import type { ClientConfig } from 'pg';
import { DatabaseClient } from './database-client.js';
import { grantToRuntime } from './grants.js';

/** A login. */
export interface Login {
  readonly name: string;
  readonly password: string;
}

/** The two roles of a service's database: who owns its tables, and who works with them. */
export interface DatabaseRoles {
  readonly database: string;
  readonly owner: Login;
  readonly runtime: Login;
}

// Whatever a release that knew one role only has made as somebody else. A sequence of a column follows its table.
const FOREIGN_OBJECTS = `
  SELECT format('ALTER TABLE %s OWNER TO %I', c.oid::regclass, $1::text) AS statement
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    AND c.relowner <> $2::regrole AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  UNION ALL
  SELECT format('ALTER SEQUENCE %s OWNER TO %I', c.oid::regclass, $1::text)
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' AND c.relowner <> $2::regrole
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))
  UNION ALL
  SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, $1::text)
  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> $2::regrole
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  UNION ALL
  SELECT format('ALTER TYPE %s OWNER TO %I', t.oid::regtype, $1::text)
  FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd') AND t.typowner <> $2::regrole`;

/**
 * Makes a service's database with its two roles, or brings one to that state in which a single role owned everything: the
 * owner migrates, the other one reads and writes rows. Needs a superuser. May run any number of times.
 */
export async function prepareRoles(
  superuser: ClientConfig,
  { database, owner, runtime }: DatabaseRoles,
): Promise<void> {
  const [db, ownerId, runtimeId] = [database, owner.name, runtime.name].map(escapeIdentifier);
  await withClient(superuser, async (client) => {
    // No password in the server's log.
    await client.query("SET log_statement = 'none'");
    for (const role of [owner, runtime]) await makeRole(client, role);
    const known = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    await client.query(
      known.rowCount === 0 ? `CREATE DATABASE ${db} OWNER ${ownerId}` : `ALTER DATABASE ${db} OWNER TO ${ownerId}`,
    );
    // At once: a service that is at work already must not see the moment between.
    await client.query(
      `BEGIN; REVOKE ALL ON DATABASE ${db} FROM PUBLIC, ${runtimeId}; GRANT CONNECT ON DATABASE ${db} TO ${runtimeId}; COMMIT`,
    );
  });
  await withClient({ ...superuser, database }, async (client) => {
    const moves = await client.query<{ statement: string }>(FOREIGN_OBJECTS, [owner.name, ownerId]);
    for (const { statement } of moves.rows) await client.query(statement);
    await client.query(`REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${runtimeId}`);
    await grantToRuntime(client, runtime.name);
  });
}

const NOTHING_ELSE = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

async function makeRole(client: DatabaseClient, { name, password }: Login): Promise<void> {
  const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  const act = known.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${act} ROLE ${escapeIdentifier(name)} ${NOTHING_ELSE} PASSWORD ${escapeLiteral(password)}`);
}

/** Works on a connection of its own. */
export async function withClient<T>(config: ClientConfig, work: (client: DatabaseClient) => Promise<T>): Promise<T> {
  const client = new DatabaseClient({ ...config, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
