import { ConfigError } from '../config/load-config.js';
import type { DatabaseClient } from './database-client.js';

interface Standing {
  readonly role: string;
  readonly mayChange: boolean;
  readonly hasTable: boolean;
}

const STANDING = `
  SELECT current_user AS role, has_schema_privilege(current_schema(), 'CREATE') AS "mayChange",
         to_regclass('migrations') IS NOT NULL AS "hasTable"`;

/**
 * Whether the role may change the schema. One that may not is no error as long as nothing is to be changed.
 *
 * @throws ConfigError if something is
 */
export async function requireOwner(client: DatabaseClient, migrations: readonly string[]): Promise<boolean> {
  const { role, mayChange, hasTable } = (await client.query<Standing>(STANDING)).rows[0]!;
  if (mayChange) return true;
  const applied = hasTable ? (await client.query<{ name: string }>('SELECT name FROM migrations')).rows : [];
  const known = new Set(applied.map(({ name }) => name));
  const pending = migrations.filter((name) => !known.has(name));
  if (pending.length === 0) return false;
  throw new ConfigError([
    {
      name: 'MIGRATE_DATABASE_URL',
      problem: `is not the owner's: ${role} may not change the schema, and ${pending.length} migration(s) are to be run`,
      fix: 'Set it to postgres://owner:password@host:5432/database, the owner of the tables.',
    },
  ]);
}
