import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { parseDatabaseUrl } from '../config/database-url.js';
import type { ServiceConfig } from '../config/service-settings.js';
import type { ServiceDefinition } from '../service-definition.js';
import { DatabasePool } from './database-pool.js';

const POOL_SIZE = 10;
const POOL_WAIT_MS = 2000;
const STATEMENT_TIMEOUT_MS = 5000;
// The client's own limit ends what a stopped server never answers.
const QUERY_TIMEOUT_MS = 6000;

/** TypeORM's options for a service; for its `data-source.ts`, and for the process itself. */
export function dataSourceOptions<C extends ServiceConfig>(
  definition: Pick<ServiceDefinition<C>, 'id' | 'entities' | 'migrations'>,
  config: Pick<C, 'DATABASE_URL'>,
): DataSourceOptions {
  const { database, ...address } = parseDatabaseUrl(config.DATABASE_URL);
  return {
    type: 'postgres',
    driver: { ...pg, Pool: DatabasePool },
    // For what TypeORM itself asks of its options; the connections are made from `extra`.
    database,
    applicationName: definition.id,
    entities: [...definition.entities],
    migrations: [...definition.migrations],
    synchronize: false,
    logging: false,
    installExtensions: false,
    poolSize: POOL_SIZE,
    connectTimeoutMS: POOL_WAIT_MS,
    extra: {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      idle_in_transaction_session_timeout: 2 * STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      ...address,
    },
  };
}
