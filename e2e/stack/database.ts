import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { sleep } from './clock.ts';

/** What one run of the tests owns in the server it was given: every database whose name begins with this. */
function runPrefix(): string {
  process.env['E2E_RUN'] ??= `latchkey_e2e_${randomBytes(4).toString('hex')}`;
  return process.env['E2E_RUN'];
}

/** The name of a database of this run: one that needs no quotes, whatever the id of its service. */
export function databaseName(purpose: string): string {
  return `${runPrefix()}_${purpose.replaceAll('-', '_')}`;
}

export function template(service: string): string {
  return databaseName(`template_${service}`);
}

export function databaseUrl(name: string): string {
  const url = adminUrl();
  url.pathname = `/${name}`;
  return url.href;
}

/** The same database as the role that its service works as: one that owns nothing, where the server has such a role. */
export function runtimeUrl(ownerUrl: string): string {
  const { TEST_RUNTIME_DATABASE_URL: runtime } = process.env;
  if (runtime === undefined) return ownerUrl;
  const url = new URL(runtime);
  url.pathname = new URL(ownerUrl).pathname;
  return url.href;
}

export async function createDatabase(name: string, from?: string): Promise<string> {
  await administer(`CREATE DATABASE ${name}${from === undefined ? '' : ` TEMPLATE ${from}`}`);
  return databaseUrl(name);
}

/** A migrated database of its own for one service of one stack. */
export async function copyOfTemplate(service: string): Promise<{ name: string; url: string }> {
  const name = databaseName(`${randomBytes(4).toString('hex')}_${service}`);
  return { name, url: await createDatabase(name, template(service)) };
}

/** Autovacuum may be at work in it, and only a superuser may end that: it is over in a moment. */
export async function dropDatabase(name: string, tries = 240): Promise<void> {
  try {
    await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501' || tries === 1) throw error;
    await sleep(250);
    await dropDatabase(name, tries - 1);
  }
}

export async function dropAllOfThisRun(): Promise<void> {
  const rows = await administer('SELECT datname FROM pg_database');
  const mine = rows.map((row) => String(row['datname'])).filter((name) => name.startsWith(`${runPrefix()}_`));
  for (const name of mine) await dropDatabase(name);
}

async function administer(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: adminUrl().href });
  await client.connect();
  try {
    const answer = await client.query<Record<string, unknown>>(sql);
    return answer.rows;
  } finally {
    await client.end();
  }
}

function adminUrl(): URL {
  const text = process.env['E2E_DATABASE_URL'];
  if (text === undefined || text === '') {
    throw new Error(
      'E2E_DATABASE_URL is not set: the address of a PostgreSQL login that may create databases. "npm test" at the root sets it.',
    );
  }
  return new URL(text);
}
