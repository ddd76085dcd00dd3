import { join } from 'node:path';
import { startEmbeddedPostgres } from '@latchkey/postgres';
import { Refusal } from './log.mjs';

/** The databases of the services: those that were given, and an embedded server for the rest. */
export async function openDatabases(settings) {
  const given = { bank: settings.bank.database, retirement: settings.retirement.database };
  const embedded = Object.keys(given).filter((name) => !given[name]);
  if (embedded.length === 0) return { url: (name) => given[name], ownerUrl: () => undefined, stop: async () => {} };
  const dataDir = join(settings.dataDir, 'postgres');
  const server = await startEmbeddedPostgres({ dataDir, port: settings.databasePort, databases: embedded }).catch(
    (error) => {
      if (error.code !== 'port_taken') throw error;
      throw new Refusal(`${error.message} Stop what uses it, or set LATCHKEY_DB_PORT to another one.`);
    },
  );
  return {
    url: (name) => given[name] ?? server.url(name),
    // A database that was given has the roles that its operator gave it.
    ownerUrl: (name) => (given[name] ? undefined : server.ownerUrl(name)),
    stop: server.stop,
  };
}
