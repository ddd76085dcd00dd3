import { escapeIdentifier } from 'pg';
import type { DatabaseClient } from './database-client.js';

interface Grant {
  readonly statement: string;
}

// A table gets what its owner kept: a migration that says REVOKE … FROM CURRENT_USER of a table takes it from the service too.
const TABLES = `
  SELECT c.oid::regclass::text AS name,
         CASE WHEN c.relname = 'migrations' THEN 'SELECT' ELSE coalesce(kept.rights, '') END AS kept,
         coalesce(given.rights, '') AS given
  FROM pg_class c
  CROSS JOIN LATERAL (
    SELECT string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS rights
    FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
    WHERE a.grantee = c.relowner AND a.privilege_type IN ('DELETE', 'INSERT', 'SELECT', 'UPDATE')
  ) kept
  CROSS JOIN LATERAL (
    SELECT string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS rights FROM aclexplode(c.relacl) a
    WHERE a.grantee = $1::regrole
  ) given
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    AND c.relowner <> $1::regrole AND pg_has_role(current_user, c.relowner, 'USAGE')`;

const SEQUENCES = `
  SELECT format('GRANT USAGE, SELECT ON SEQUENCE %s TO %s', c.oid::regclass, $1::regrole) AS statement
  FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'S'
    AND pg_has_role(current_user, c.relowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.grantee = $1::regrole AND a.privilege_type = 'USAGE')`;

// Triggers need no right of whom they serve; what is called does, and nobody else has it.
const FUNCTIONS = `
  SELECT format('REVOKE ALL ON FUNCTION %1$s FROM PUBLIC; GRANT EXECUTE ON FUNCTION %1$s TO %2$s', p.oid::regprocedure, $1::regrole) AS statement
  FROM pg_proc p
  WHERE p.pronamespace = current_schema()::regnamespace AND p.prorettype <> 'trigger'::regtype
    AND pg_has_role(current_user, p.proowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = $1::regrole)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`;

/**
 * Gives a role what a service needs at work and nothing else: rows of the tables, and calls of the functions. Repeats
 * nothing that it has already, so that it may run after every migration.
 */
export async function grantToRuntime(client: DatabaseClient, role: string): Promise<void> {
  const id = escapeIdentifier(role);
  const schema = escapeIdentifier(await currentSchema(client));
  const statements = [`GRANT USAGE ON SCHEMA ${schema} TO ${id}`];
  const tables = await client.query<{ name: string; kept: string; given: string }>(TABLES, [id]);
  for (const { name, kept, given } of tables.rows) {
    if (kept === given) continue;
    statements.push(`REVOKE ALL ON ${name} FROM ${id}`);
    if (kept !== '') statements.push(`GRANT ${kept} ON ${name} TO ${id}`);
  }
  for (const question of [SEQUENCES, FUNCTIONS]) {
    statements.push(...(await client.query<Grant>(question, [id])).rows.map(({ statement }) => statement));
  }
  // At once: a service at work must not see the moment between.
  await client.query(`BEGIN; ${statements.join('; ')}; COMMIT`);
}

async function currentSchema(client: DatabaseClient): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
  return rows[0]!.name;
}
