import { parseDatabaseUrl } from '../config/database-url.js';
import { ConfigError, loadConfig } from '../config/load-config.js';
import { migrateConfig } from '../config/migrate-settings.js';
import type { MigrateConfig } from '../config/migrate-settings.js';
import type { ServiceConfig } from '../config/service-settings.js';
import { dataSourceOptions } from '../database/data-source.js';
import { awaitDatabase } from '../database/await-database.js';
import { prepareRoles } from '../database/database-roles.js';
import { runMigrations } from '../database/run-migrations.js';
import { ensureSuperuser } from '../database/superuser.js';
import { explainBootError } from './boot-error.js';
import type { ServiceDefinition } from '../service-definition.js';

/**
 * Brings the database to the service's schema: the whole of a `migrate.ts`. Reads {@link migrateConfig} only. Any number
 * of processes may run it at once. With `--roles` it makes the database and its two roles instead. On failure it says why
 * and sets the exit code.
 */
export async function migrate<C extends ServiceConfig>(definition: ServiceDefinition<C>): Promise<void> {
  const log = (line: string): void => console.log(`${definition.id}: ${line}`);
  try {
    const config = loadConfig(migrateConfig, process.env);
    const { DATABASE_URL, MIGRATE_DATABASE_URL: url = DATABASE_URL, MIGRATE_WAIT } = config;
    const patience = { seconds: MIGRATE_WAIT, log };
    if (process.argv.includes('--roles')) return log(await awaitDatabase(patience, () => makeRoles(config)));
    const runtime = parseDatabaseUrl(DATABASE_URL).user;
    const isOther = runtime !== parseDatabaseUrl(url).user;
    const options = dataSourceOptions(definition, { DATABASE_URL: url });
    const place = { url, runtime: isOther ? runtime : undefined };
    const ran = await runMigrations(options, place, patience);
    log(ran.length === 0 ? 'schema is up to date' : `ran ${ran.join(', ')}`);
  } catch (error) {
    process.exitCode = explainBootError(definition.id, error);
  }
}

async function makeRoles({ ADMIN_DATABASE_URL, MIGRATE_DATABASE_URL, DATABASE_URL }: MigrateConfig): Promise<string> {
  const runtime = parseDatabaseUrl(DATABASE_URL);
  const owner = parseDatabaseUrl(MIGRATE_DATABASE_URL ?? DATABASE_URL);
  if (ADMIN_DATABASE_URL === undefined || owner.user === runtime.user || owner.database !== runtime.database) {
    const problem = 'are not three roles, two of them in one database';
    const fix = 'For --roles set all three: the superuser, the owner, and the role of the service.';
    throw new ConfigError([{ name: 'ADMIN_DATABASE_URL, MIGRATE_DATABASE_URL, DATABASE_URL', problem, fix }]);
  }
  const superuser = parseDatabaseUrl(ADMIN_DATABASE_URL);
  await ensureSuperuser(superuser, runtime);
  const login = ({ user, password }: typeof owner) => ({ name: user!, password: String(password) });
  await prepareRoles(superuser, { database: owner.database!, owner: login(owner), runtime: login(runtime) });
  return `${owner.user} owns the database ${owner.database}, ${runtime.user} works with it`;
}
