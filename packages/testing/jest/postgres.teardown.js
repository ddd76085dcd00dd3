import pg from 'pg';

/** Removes the databases of this run, or the whole embedded server. */
export default async function stop() {
  if (globalThis.latchkeyTestServer) return globalThis.latchkeyTestServer.stop();
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  await client.connect();
  const { rows } = await client.query('SELECT datname FROM pg_database WHERE datname LIKE $1', [
    `${process.env.LATCHKEY_TEST_RUN}%`,
  ]);
  for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  await client.end();
}
