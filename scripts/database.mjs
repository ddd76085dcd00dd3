import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { explainWrite } from './file-lock.mjs';
import { ExplainedError, log } from './log.mjs';
import { onInterruption } from './processes.mjs';

/** The databases of the services: those that were given, and an embedded server for the rest. */
export async function openDatabases(settings) {
  const given = Object.fromEntries(settings.services.map(({ id, database }) => [id, database]));
  const embedded = Object.keys(given).filter((name) => !given[name]);
  if (embedded.length === 0) return { url: (name) => given[name], ownerUrl: () => undefined, stop: async () => {} };
  const { startEmbeddedPostgres } = await import('@latchkey/postgres');
  const dataDir = join(settings.dataDir, 'postgres');
  const server = await startEmbeddedPostgres({ dataDir, port: settings.databasePort, databases: embedded }).catch(
    (error) => {
      if (error.code !== 'port_taken') throw error;
      throw new ExplainedError(`${error.message} Stop what uses it, or set LATCHKEY_DB_PORT to another one.`);
    },
  );
  return {
    url: (name) => given[name] ?? server.url(name),
    // A database that was given has the roles that its operator gave it.
    ownerUrl: (name) => (given[name] ? undefined : server.ownerUrl(name)),
    stop: server.stop,
  };
}

/** Removes what runs have made, by name: the data folder may hold other things, too. */
export async function reset(settings) {
  const { dataDir } = settings;
  const { stopEmbeddedPostgres } = await import('@latchkey/postgres');
  await stopEmbeddedPostgres(join(dataDir, 'postgres'));
  for (const name of ['postgres', 'keys', 'jwt-secret', 'refresh-secret', 'service-keys', 'registry.json', 'logs']) {
    try {
      rmSync(join(dataDir, name), { recursive: true, force: true });
    } catch (error) {
      throw explainWrite(error, join(dataDir, name));
    }
  }
  const kept = settings.services.filter(({ database }) => database).map(({ id }) => id);
  log(`  began again${kept.length > 0 ? ` (but left the given database of ${kept.join(' and ')} as it is)` : ''}`);
}

const PATIENCE_MS = 60_000;

/**
 * Runs the work on TEST_DATABASE_URL's server, or on an embedded one that is gone afterwards, also after ctrl-C: work that
 * ends by itself then keeps the server until it has, for a minute at most.
 */
export async function withTestDatabase(work, options) {
  if (process.env.TEST_DATABASE_URL) return work(process.env.TEST_DATABASE_URL);
  const { startTestServer } = await import('@latchkey/testing/server');
  const server = await startTestServer(options);
  // Services under test work as a role that may do nothing but what migrations grant it.
  process.env.TEST_RUNTIME_DATABASE_URL = server.runtimeUrl;
  let working;
  const forget = onInterruption(() => void end());
  const end = async () => {
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
    await Promise.race([working, patience]).catch(() => undefined);
    await server.stop();
    process.exit(130);
  };
  try {
    working = work(server.url);
    return await working;
  } finally {
    await server.stop();
    forget();
  }
}
