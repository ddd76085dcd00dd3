/** Removes the databases of this run, or the whole embedded server. */
export default async function stop() {
  if (globalThis.latchkeyTestServer) return globalThis.latchkeyTestServer.stop();
  const { dropDatabase, withClient } = await import('../dist/database-client.js');
  await withClient(process.env.TEST_DATABASE_URL, async (client) => {
    const { rows } = await client.query('SELECT datname FROM pg_database WHERE datname LIKE $1', [
      `${process.env.LATCHKEY_TEST_RUN}%`,
    ]);
    for (const { datname } of rows) await dropDatabase(client, datname);
  });
}
