import { randomBytes } from 'node:crypto';
import { startTestServer } from './test-server.js';

/** Gives the whole run one PostgreSQL server: TEST_DATABASE_URL's, or an embedded one that is gone afterwards. */
export default async function start() {
  // What a shell says to PostgreSQL's programs is not meant for tests; workers inherit what is left.
  for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name];
  process.env.LATCHKEY_TEST_RUN = `latchkey_${randomBytes(4).toString('hex')}`;
  if (process.env.TEST_DATABASE_URL) return;
  globalThis.latchkeyTestServer = await startTestServer();
  process.env.TEST_DATABASE_URL = globalThis.latchkeyTestServer.url;
  process.env.TEST_RUNTIME_DATABASE_URL = globalThis.latchkeyTestServer.runtimeUrl;
}
