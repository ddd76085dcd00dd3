import { Client } from 'pg';

/** Sessions that ended just now, written into the bank's table: so many logouts would take minutes. */
export async function insertEndedSessions(database: string, username: string, count: number): Promise<void> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, ended_at, end_reason)
       SELECT gen_random_uuid(), users.id, clock_timestamp(), clock_timestamp() + interval '12 hours', '127.0.0.1', 'e2e',
              clock_timestamp(), 'logout'
       FROM users, generate_series(1, $2) WHERE users.username = $1`,
      [username, count],
    );
  } finally {
    await client.end();
  }
}

/** Why and whether a session ended, as the bank's table has it. */
export async function endOf(database: string, sid: string): Promise<string | undefined> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    const { rows } = await client.query<{ end_reason: string | null }>(
      'SELECT end_reason FROM sessions WHERE id = $1 AND ended_at IS NOT NULL',
      [sid],
    );
    return rows[0]?.end_reason ?? undefined;
  } finally {
    await client.end();
  }
}
