import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listRecorded } from '../previous-release.mjs';
import { createdTables, migrationErrors } from './migration-rules.mjs';
import { readMigrations } from '../read-migrations.mjs';

/**
 * Holds two rules over the migrations of a clone: one that was released stays as it is, and one that was not yet expands what is
 * there, or says which release stopped using what it ends.
 *
 * @param releases folder of the recorded releases
 * @returns how many were read, and each error in words
 */
export async function checkMigrations(folder, releases) {
  const migrations = await readMigrations(folder);
  const names = existsSync(releases) ? listRecorded(releases) : [];
  const released =
    names.length === 0 ? {} : JSON.parse(readFileSync(join(releases, names[0], 'migrations.json'), 'utf8'));
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const gone = Object.keys(released).filter((name) => !known.has(name));
  const errors = gone.map((name) => `${name} is in ${names[0]}, and is gone: databases have run it`);
  const isNew = ({ name }) => released[name] === undefined;
  const newTables = new Set(migrations.filter(isNew).flatMap((migration) => [...createdTables(migration)]));
  for (const migration of migrations)
    errors.push(...errorsOf(migration, released, names, newTables).map((why) => `${migration.path}: ${why}`));
  return { count: migrations.length, errors };
}

function errorsOf(migration, released, names, newTables) {
  const { name, hash, contracts } = migration;
  if (released[name] === hash) return [];
  if (released[name] !== undefined)
    return [`${name} is in ${names[0]}, and its SQL is another one: databases have run it. Write a new migration`];
  if (contracts !== undefined && !names.includes(contracts))
    return [
      `it contracts what ${contracts} stopped using, and ${contracts} is no recorded release (${names.join(', ')})`,
    ];
  return migrationErrors(migration, newTables);
}
