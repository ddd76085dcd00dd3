import { Client } from 'pg';

/** People whose rights changed in the last minutes, written into the tables of a bank before it starts: so many commands would take as long. */
export async function insertChangedRights(database: string, count: number): Promise<void> {
  await query(
    database,
    `INSERT INTO users (id, username, password_hash, created_at, rights_version, rights_changed_at)
     SELECT gen_random_uuid(), 'changed-' || n, 'none', clock_timestamp(), 1,
            clock_timestamp() - random() * interval '13 minutes'
     FROM generate_series(1, $1::integer) AS n`,
    [count],
  );
}

/** When the bank changed somebody's rights, in milliseconds since 1970. */
export async function rightsChangedAt(database: string, username: string): Promise<number> {
  const sql = 'SELECT extract(epoch FROM rights_changed_at)::float8 * 1000 AS at FROM users WHERE username = $1';
  const [row] = await query<{ at: number }>(database, sql, [username]);
  return row?.at ?? Number.NaN;
}

async function query<Row extends object>(database: string, sql: string, values: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
