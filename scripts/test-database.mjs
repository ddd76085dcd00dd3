import { onInterruption } from './interruption.mjs';

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
