import type { Logger as Pino } from 'pino';
import type { DatabaseStanding } from './database-standing.js';

/** Says in the log if the service may do more in its database than read and write rows. */
export function warnOfRole({ server }: DatabaseStanding, log: Pino): void {
  if (server === undefined || !(server.isSuperuser || server.ownsTables)) return;
  const { role, isSuperuser } = server;
  const what = isSuperuser ? 'a superuser of the database server' : 'the owner of the tables';
  log.warn({ role }, `the service works as ${what}: give it a role of its own, see docs/database.md`);
}
