import { Client } from 'pg';

/** The rows of one table as PostgreSQL writes them in JSON. */
export interface TableRows {
  readonly table: string;
  readonly rows: readonly object[];
}

/** Runs one statement on a connection of its own. */
export async function query<Row extends object>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET TIME ZONE 'UTC'");
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** What a service keeps; a table comes after those that it refers to, which are older. */
export async function dumpTables(url: string): Promise<TableRows[]> {
  const tables = await query<{ name: string }>(
    url,
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'migrations' ORDER BY oid`,
  );
  const dumped: TableRows[] = [];
  for (const { name } of tables) {
    const rows = await query<{ row: object }>(
      url,
      `SELECT to_jsonb(t) AS row FROM "${name}" t ORDER BY to_jsonb(t)::text`,
    );
    if (rows.length > 0) dumped.push({ table: name, rows: rows.map(({ row }) => row) });
  }
  return dumped;
}
