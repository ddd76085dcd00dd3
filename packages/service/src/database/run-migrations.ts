import { DataSource, EventSubscriber } from 'typeorm';
import type { DataSourceOptions, EntitySubscriberInterface } from 'typeorm';
import type { TransactionStartEvent } from 'typeorm/subscriber/event/TransactionStartEvent.js';
import { parseDatabaseUrl } from '../config/database-url.js';
import { underMigrationLock } from './migration-lock.js';
import type { Patience } from './migration-lock.js';
import { grantToRuntime } from './grants.js';
import { requireOwner } from './migration-owner.js';
import { TableLockedError } from './migration.errors.js';
import { withClient } from './database-roles.js';

const APPLICATION = 'latchkey-migrate';
const LOCK_NOT_AVAILABLE = '55P03';

/** Where and for whom migrations run. */
export interface MigrationRun {
  /** The database as the role that migrates. */
  readonly url: string;
  /** The role that the service works as, if it is another one. */
  readonly runtime: string | undefined;
}

/**
 * Runs pending migrations, each in its own transaction, while no other process does so; then gives the service's role what
 * it needs of the tables.
 *
 * @returns names of the migrations that this call ran
 * @throws ConfigError if there are some and the role may not change the schema
 */
export async function runMigrations(
  options: DataSourceOptions,
  { url, runtime }: MigrationRun,
  patience: Patience,
): Promise<readonly string[]> {
  const address = { ...parseDatabaseUrl(url), application_name: APPLICATION };
  return underMigrationLock(address, patience, async (client) => {
    const names = (options.migrations as readonly Function[]).map(({ name }) => name);
    if (!(await requireOwner(client, names))) return [];
    const ran = await run({ ...options, extra: address } as DataSourceOptions, patience);
    if (runtime !== undefined) await withClient(address, (own) => grantToRuntime(own, runtime));
    return ran;
  });
}

async function run(options: DataSourceOptions, { seconds }: Patience): Promise<readonly string[]> {
  const subscribers = [limitsWithin(seconds)];
  const dataSource = await new DataSource({ ...options, subscribers } as DataSourceOptions).initialize();
  try {
    return (await dataSource.runMigrations({ transaction: 'each' })).map(({ name }) => name);
  } catch (error) {
    const { code } = ((error as { driverError?: unknown }).driverError ?? error) as { code?: unknown };
    if (code === LOCK_NOT_AVAILABLE) throw new TableLockedError(seconds, error);
    throw error;
  } finally {
    await dataSource.destroy();
  }
}

/**
 * A migration may rewrite a large table, so the limits of requests do not apply to it; but it must not queue for a lock for
 * ever, with all requests behind it. Said in each transaction: a pooler may refuse it at connect, and hand a SET to others.
 */
function limitsWithin(seconds: number): new () => EntitySubscriberInterface {
  class Limits implements EntitySubscriberInterface {
    async afterTransactionStart({ queryRunner }: TransactionStartEvent): Promise<void> {
      await queryRunner.query('SET LOCAL statement_timeout = 0');
      await queryRunner.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      await queryRunner.query(`SET LOCAL lock_timeout = '${seconds}s'`);
    }
  }
  EventSubscriber()(Limits);
  return Limits;
}
