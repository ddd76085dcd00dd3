import { loadConfig } from '../config/load-config.js';
import type { ConfigDefinition } from '../config/config.definition.js';
import type { ServiceConfig } from '../config/service.settings.js';
import { dataSourceOptions } from '../database/data-source.js';
import { runMigrations } from '../database/run.migrations.js';
import { explainBootFailure } from './boot.failure.js';
import type { ServiceDefinition } from './service.definition.js';

/**
 * Brings the database to the service's schema: the whole of a `migrate.ts`. Needs `DATABASE_URL` only. Any number of
 * processes may run it at once. On failure it says why and sets the exit code.
 */
export async function migrate<C extends ServiceConfig>(definition: ServiceDefinition<C>): Promise<void> {
  try {
    const { DATABASE_URL } = definition.config.settings;
    const needed = { settings: { DATABASE_URL }, rules: () => [] } as unknown as ConfigDefinition<
      Pick<C, 'DATABASE_URL'>
    >;
    const config = loadConfig(needed, process.env);
    const ran = await runMigrations(dataSourceOptions(definition, config), config.DATABASE_URL);
    console.log(
      ran.length === 0 ? `${definition.id}: schema is up to date` : `${definition.id}: ran ${ran.join(', ')}`,
    );
  } catch (error) {
    process.exitCode = explainBootFailure(definition.id, error);
  }
}
