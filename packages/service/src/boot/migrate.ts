import { DataSource } from 'typeorm';
import { loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service.settings.js';
import { dataSourceOptions } from '../database/data-source.js';
import type { ServiceDefinition } from './service.definition.js';

/** Brings the database to the service's schema: the whole of a `migrate.ts`. */
export async function migrate<C extends ServiceConfig>(definition: ServiceDefinition<C>): Promise<void> {
  const config = loadConfig(definition.config, process.env);
  const dataSource = await new DataSource(dataSourceOptions(definition, config)).initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  await dataSource.destroy();
}
