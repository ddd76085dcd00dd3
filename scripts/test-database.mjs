/** Runs the work on TEST_DATABASE_URL's server, or on an embedded one that is gone afterwards, also after ctrl-C. */
export async function withTestDatabase(work, options) {
  if (process.env.TEST_DATABASE_URL) return work(process.env.TEST_DATABASE_URL);
  const { startTestServer } = await import('@latchkey/testing/server');
  const server = await startTestServer(options);
  const end = async () => {
    await server.stop();
    process.exit(130);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => void end());
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}
