import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const prefix = 'latchkey-test-';

/**
 * Starts an embedded PostgreSQL server for tests in a folder of its own, removes what killed runs left behind. The login
 * of `url` is no superuser, but may create databases; that of `runtimeUrl` may do nothing but what it is granted in one.
 *
 * @param {{ durable?: boolean }} [options] writes survive a power cut; off, they are faster
 * @returns {Promise<{ url: string, runtimeUrl: string, stop: () => Promise<void> }>}
 */
export async function startTestServer({ durable = false } = {}) {
  const [{ startEmbeddedPostgres, stopEmbeddedPostgres }, { freePort }] = await builtPackages();
  await removeLeftovers(stopEmbeddedPostgres);
  const dataDir = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const server = await startEmbeddedPostgres({
    dataDir,
    port: await freePort(),
    databases: ['tests'],
    settings: { max_connections: '300' },
    durable,
  });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  try {
    await allowDatabases(server.adminUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.ownerUrl('tests'), runtimeUrl: server.url('tests'), stop };
}

function builtPackages() {
  return Promise.all([import('@latchkey/postgres'), import('../dist/free-port.js')]).catch((cause) => {
    throw new Error('Build the packages first: npm run build', { cause });
  });
}

async function allowDatabases(adminUrl) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query('ALTER ROLE "tests-owner" CREATEDB');
  // Tests end the connections of services, and look at what they wait for.
  await client.query('GRANT pg_signal_backend, pg_read_all_stats TO "tests-owner"');
  await client.end();
}

// A run that was killed could not clean up after itself.
async function removeLeftovers(stopServer) {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    try {
      await stopServer(folder);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's.
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
