import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PLACES = ['apps/*/src/**/*.migration.ts', 'packages/*/src/**/*.migration.ts'];

/**
 * Every migration below a folder as TypeORM would run it: each is loaded, and asked for its SQL by a runner that writes down.
 *
 * @returns `path`, `name`, `sql` of the way up, `isTransactional`, `contracts`, and `hash` of the SQL of both ways
 */
export async function readMigrations(folder, places = PLACES) {
  const paths = globSync(places, { cwd: folder, exclude: (path) => path.includes('node_modules') });
  const all = await Promise.all(paths.toSorted().map((path) => readMigration(folder, path)));
  return all.flat();
}

async function readMigration(folder, path) {
  const file = join(folder, path);
  if (/^import (?!type )/m.test(readFileSync(file, 'utf8')))
    throw new Error(`${path}: a migration imports types alone. What it would import changes with later releases.`);
  const made = Object.values(await import(pathToFileURL(file).href)).map((Migration) => new Migration());
  return Promise.all(
    made.map(async (migration) => {
      const { name, contracts, transaction = true } = migration;
      const [up, down] = [await sqlOf(path, migration, 'up'), await sqlOf(path, migration, 'down')];
      return { path, name, contracts, isTransactional: transaction, sql: up, hash: hashOf([up, down, transaction]) };
    }),
  );
}

/** What one way of a migration runs. */
async function sqlOf(path, migration, way) {
  const sql = [];
  const query = async (text) => {
    sql.push(text);
    return [];
  };
  const refuse = (_, name) => {
    throw new Error(
      `${path}: ${way} calls ${String(name)} of the runner. Migrations are written in SQL: runner.query(…).`,
    );
  };
  await migration[way](new Proxy({ query }, { get: (own, name) => own[name] ?? refuse(own, name) }));
  return sql;
}

// Not the file: a comment may change, and lines may be broken elsewhere.
const hashOf = ([up, down, transaction]) =>
  createHash('sha256')
    .update(JSON.stringify({ up: up.map(oneLine), down: down.map(oneLine), transaction }))
    .digest('base64url')
    .slice(0, 22);

const oneLine = (sql) => sql.replaceAll(/\s+/g, ' ').trim();
