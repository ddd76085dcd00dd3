import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@latchkey/postgres';
import { rowsOf } from '@latchkey/testing/database-client';
import { freePort } from '@latchkey/testing/free-port';
import { demoProcess } from './demo/demo-process.js';

// Skipped where there is no psql, which is what an operator runs these files with.
const hasPsql = spawnSync('psql', ['--version']).status === 0;
const files = fileURLToPath(new URL('../../../deploy/database/', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-sql-'));
let server: EmbeddedPostgres;
beforeAll(async () => {
  if (hasPsql) server = await startEmbeddedPostgres({ dataDir, port: await freePort(), databases: [], durable: false });
});
afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const SCHEMA = `
  CREATE TABLE events (what text); REVOKE UPDATE, DELETE, TRUNCATE ON events FROM CURRENT_USER;
  CREATE TABLE counted (id integer GENERATED ALWAYS AS IDENTITY, big bigserial, what text);
  CREATE TABLE migrations (id serial PRIMARY KEY, name text);
  CREATE VIEW seen AS SELECT what FROM counted;
  CREATE TYPE mood AS ENUM ('well');
  CREATE FUNCTION tidy() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 7';
  CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`;

/** All that says who may do what in a database, with its roles named after what they are for. */
async function rightsOf(name: string): Promise<unknown[]> {
  const rows = await rowsOf(
    urlOf(name, 'latchkey'),
    `SELECT 'database' AS kind, 'it' AS name, datacl::text AS acl, datdba::regrole::text AS owner FROM pg_database WHERE datname = current_database()
     UNION ALL SELECT 'schema', nspname, nspacl::text, nspowner::regrole::text FROM pg_namespace WHERE nspname = 'public'
     UNION ALL SELECT relkind::text, relname, relacl::text, relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
     UNION ALL SELECT 'function', proname, proacl::text, proowner::regrole::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL SELECT 'type', typname, typacl::text, typowner::regrole::text FROM pg_type WHERE typnamespace = 'public'::regnamespace
     UNION ALL SELECT 'role', rolname, concat(rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin, rolinherit), ''
       FROM pg_roles WHERE rolname IN (current_database(), current_database() || '-owner')
     ORDER BY 1, 2`,
  );
  return JSON.parse(JSON.stringify(rows).replaceAll(name, 'service')) as unknown[];
}

const passwordOf = (role: string): string =>
  role === 'latchkey' ? new URL(server.adminUrl).password : `pass '${role}' %`;
function urlOf(database: string, role: string): string {
  const url = new URL(server.adminUrl);
  Object.assign(url, { pathname: `/${database}`, username: role });
  url.password = encodeURIComponent(passwordOf(role));
  return url.href;
}
function psql(url: string, file: string, name: string): void {
  const variables = Object.entries({ database: name, owner: `${name}-owner`, runtime: name });
  const given = [
    '-X',
    '-q',
    '-v',
    'ON_ERROR_STOP=1',
    ...variables.flatMap(([key, value]) => ['-v', `${key}=${value}`]),
  ];
  const passwords = { OWNER_PASSWORD: passwordOf(`${name}-owner`), RUNTIME_PASSWORD: passwordOf(name) };
  const { status, stderr } = spawnSync('psql', [url, ...given, '-f', join(files, file)], {
    env: { PATH: process.env.PATH, ...passwords },
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
}
async function byMigrate(name: string): Promise<void> {
  const env = {
    ADMIN_DATABASE_URL: server.adminUrl,
    MIGRATE_DATABASE_URL: urlOf(name, `${name}-owner`),
    DATABASE_URL: urlOf(name, name),
  };
  const roles = demoProcess('migrate.ts', env, ['--roles']);
  expect([await roles.exit, roles.output()]).toEqual([0, expect.stringContaining(`${name}-owner owns the database`)]);
}

(hasPsql ? describe : describe.skip)('deploy/database by psql', () => {
  test('makes the roles, the database and the grants that migrate makes, also when it is run again', async () => {
    const [one, other] = ['Pension', 'Savings'];
    for (let times = 0; times < 2; times++) {
      psql(server.adminUrl, 'roles.sql', one);
      await byMigrate(other);
      if (times === 0) for (const name of [one, other]) await rowsOf(urlOf(name, `${name}-owner`), SCHEMA);
    }
    const rights = await rightsOf(one);
    expect(rights).toEqual(await rightsOf(other));
    expect(rights.length).toBeGreaterThan(12);
    await rowsOf(urlOf(one, one), "INSERT INTO events VALUES ('login')");
    for (const refused of ['DELETE FROM events', 'DROP TABLE counted', "INSERT INTO migrations (name) VALUES ('x')"]) {
      await expect(rowsOf(urlOf(one, one), refused)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('grants what a later table needs, by the owner alone', async () => {
    const later = 'CREATE TABLE later (what text); GRANT TRUNCATE ON counted TO "Pension"';
    await rowsOf(urlOf('Pension', 'Pension-owner'), later);
    psql(urlOf('Pension', 'Pension-owner'), 'grants.sql', 'Pension');
    expect(await rowsOf(urlOf('Pension', 'Pension'), 'SELECT * FROM later')).toEqual([]);
    await expect(rowsOf(urlOf('Pension', 'Pension'), 'TRUNCATE counted')).rejects.toMatchObject({ code: '42501' });
  });
});
