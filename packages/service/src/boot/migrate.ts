import { loadConfig } from '../config/load-config.js';
import { migrateConfig } from '../config/migrate.settings.js';
import type { ServiceConfig } from '../config/service.settings.js';
import { dataSourceOptions } from '../database/data-source.js';
import { runMigrations } from '../database/run.migrations.js';
import { explainBootFailure } from './boot.failure.js';
import type { ServiceDefinition } from './service.definition.js';

/**
 * Brings the database to the service's schema: the whole of a `migrate.ts`. Reads {@link migrateConfig} only. Any number
 * of processes may run it at once. On failure it says why and sets the exit code.
 */
export async function migrate<C extends ServiceConfig>(definition: ServiceDefinition<C>): Promise<void> {
  const say = (line: string): void => console.log(`${definition.id}: ${line}`);
  try {
    const {
      DATABASE_URL,
      MIGRATE_DATABASE_URL: url = DATABASE_URL,
      MIGRATE_WAIT,
    } = loadConfig(migrateConfig, process.env);
    const options = dataSourceOptions(definition, { DATABASE_URL: url });
    const ran = await runMigrations(options, url, { seconds: MIGRATE_WAIT, say });
    say(ran.length === 0 ? 'schema is up to date' : `ran ${ran.join(', ')}`);
  } catch (error) {
    process.exitCode = explainBootFailure(definition.id, error);
  }
}
