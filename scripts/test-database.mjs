/**
 * Runs the work on TEST_DATABASE_URL's server, or on an embedded one that is gone afterwards, also after ctrl-C. Work that
 * ends by itself at ctrl-C keeps the server until then, for so many milliseconds at most.
 */
export async function withTestDatabase(work, { patience = 0, ...options } = {}) {
  if (process.env.TEST_DATABASE_URL) return work(process.env.TEST_DATABASE_URL);
  const { startTestServer } = await import('@latchkey/testing/server');
  const server = await startTestServer(options);
  let working;
  const end = async () => {
    await Promise.race([working, new Promise((resolve) => setTimeout(resolve, patience))]).catch(() => undefined);
    await server.stop();
    process.exit(130);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => void end());
  try {
    working = work(server.url);
    return await working;
  } finally {
    await server.stop();
  }
}
