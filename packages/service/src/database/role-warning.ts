import type { Logger as Pino } from 'pino';
import type { Database } from './database.js';

interface Standing {
  readonly role: string;
  readonly isSuper: boolean;
  readonly owns: boolean;
}

const STANDING = `
  SELECT rolname AS role, rolsuper AS "isSuper",
         EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relowner = r.oid) AS owns
  FROM pg_roles r WHERE rolname = current_user`;

/** Says in the log if the service may do more in its database than read and write rows. */
export async function warnOfRole(database: Database, log: Pino): Promise<void> {
  const [standing] = await database.query<Standing[]>(STANDING);
  if (standing === undefined || !(standing.isSuper || standing.owns)) return;
  const { role, isSuper } = standing;
  const what = isSuper ? 'a superuser of the database server' : 'the owner of the tables';
  log.warn({ role }, `the service works as ${what}: give it a role of its own, see docs/database.md`);
}
