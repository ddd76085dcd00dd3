import { Client } from 'pg';

/** Sessions that ended in the last minutes, written into the tables of a bank before it starts: so many logouts would take as long. */
export async function insertRevokedSessions(database: string, count: number): Promise<void> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO users (id, username, password_hash, created_at)
       VALUES (gen_random_uuid(), 'crowd', 'none', clock_timestamp()) RETURNING id`,
    );
    await client.query(
      `INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, ended_at, end_reason)
       SELECT gen_random_uuid(), $1, clock_timestamp() - interval '1 hour', clock_timestamp() + interval '11 hours',
              '127.0.0.1', 'e2e', clock_timestamp() - random() * interval '13 minutes', 'logout'
       FROM generate_series(1, $2)`,
      [rows[0]?.id, count],
    );
  } finally {
    await client.end();
  }
}

/** Why and whether a session ended, as the bank's table has it. */
export async function endReasonOf(database: string, sid: string): Promise<string | undefined> {
  const rows = await rowsOf<{ end_reason: string | null }>(
    database,
    'SELECT end_reason FROM sessions WHERE id = $1 AND ended_at IS NOT NULL',
    sid,
  );
  return rows[0]?.end_reason ?? undefined;
}

/** Whether a service has stored that a session is over; it refuses it a moment before. */
export async function isStored(database: string, sid: string): Promise<boolean> {
  return (await rowsOf(database, 'SELECT sid FROM auth_revoked_sids WHERE sid = $1', sid)).length > 0;
}

async function rowsOf<Row extends object>(database: string, sql: string, sid: string): Promise<Row[]> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [sid])).rows;
  } finally {
    await client.end();
  }
}
