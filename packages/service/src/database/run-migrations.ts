import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, EventSubscriber } from 'typeorm';
import type { DataSourceOptions, EntitySubscriberInterface, Logger } from 'typeorm';
import type { TransactionStartEvent } from 'typeorm/subscriber/event/TransactionStartEvent.js';
import { parseDatabaseUrl } from '../config/database-url.js';
import { underMigrationLock } from './migration-lock.js';
import type { Patience } from './migration-lock.js';
import { grantToRuntime } from './grants.js';
import { requireOwner } from './migration-owner.js';
import { MigrationFailedError, TableLockedError } from './migration.errors.js';
import { isDatabaseAway } from '../problem/database.errors.js';
import { withClient } from './database-roles.js';

const APPLICATION = 'latchkey-migrate';
const LOCK_NOT_AVAILABLE = '55P03';
// Shorter than a request may take, so that none fails for a migration that waits in front of it.
const LOCK_WAIT_MS = 2000;
const PAUSE_MS = 1000;

// What failed is said once, by the one who is told of it.
const nothing = (): void => {};
const SILENT: Logger = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};

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

async function run(options: DataSourceOptions, patience: Patience): Promise<readonly string[]> {
  const end = performance.now() + patience.seconds * 1000;
  const subscribers = [limitsUntil(end)];
  const dataSource = await new DataSource({
    ...options,
    subscribers,
    logger: SILENT,
  } as DataSourceOptions).initialize();
  const known = await appliedTo(dataSource);
  try {
    await runUnlocked(dataSource, end, patience);
    return (await appliedTo(dataSource)).filter((name) => !known.includes(name));
  } catch (error) {
    throw (await explain(error, dataSource, known)) ?? error;
  } finally {
    await dataSource.destroy();
  }
}

// Whoever queues for a table's lock holds up all who come after: so for a moment only, and again when they are through.
async function runUnlocked(dataSource: DataSource, end: number, { seconds }: Patience): Promise<void> {
  for (;;) {
    try {
      await dataSource.runMigrations({ transaction: 'each' });
      return;
    } catch (error) {
      if (codeOf(error) !== LOCK_NOT_AVAILABLE) throw error;
      if (performance.now() > end) throw new TableLockedError(seconds, error);
      await sleep(PAUSE_MS);
    }
  }
}

// The first that is not in the table is the one that failed; those before it were committed, each by itself.
async function explain(error: unknown, dataSource: DataSource, known: readonly string[]): Promise<Error | undefined> {
  const isOurs = error instanceof TableLockedError || isDatabaseAway(error);
  const applied = isOurs ? undefined : await appliedTo(dataSource).catch(() => undefined);
  if (applied === undefined) return undefined;
  const pending = dataSource.migrations
    .map((migration) => ({
      name: migration.name ?? migration.constructor.name,
      isWhole: migration.transaction !== false,
    }))
    .filter(({ name }) => !applied.includes(name))
    .toSorted((one, other) => timeOf(one.name) - timeOf(other.name));
  const before = applied.filter((name) => !known.includes(name));
  return pending[0] && new MigrationFailedError(pending[0], before, error);
}

async function appliedTo(dataSource: DataSource): Promise<readonly string[]> {
  const [{ is }] = await dataSource.query<[{ is: boolean }]>("SELECT to_regclass('migrations') IS NOT NULL AS is");
  const rows = is ? await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id') : [];
  return rows.map(({ name }) => name);
}

// The name of a migration ends with the time at which it was written.
const timeOf = (name: string): number => Number(name.slice(-13));

function codeOf(error: unknown): unknown {
  return (((error as { driverError?: unknown }).driverError ?? error) as { code?: unknown }).code;
}

/**
 * A migration may rewrite a large table, so the limits of requests do not apply to it; but it must not queue for a lock for
 * ever, with all requests behind it. Said in each transaction: a pooler may refuse it at connect, and hand a SET to others.
 */
function limitsUntil(end: number): new () => EntitySubscriberInterface {
  class Limits implements EntitySubscriberInterface {
    async afterTransactionStart({ queryRunner }: TransactionStartEvent): Promise<void> {
      await queryRunner.query('SET LOCAL statement_timeout = 0');
      await queryRunner.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      const left = Math.min(LOCK_WAIT_MS, Math.max(end - performance.now(), 1));
      await queryRunner.query(`SET LOCAL lock_timeout = ${Math.ceil(left)}`);
    }
  }
  EventSubscriber()(Limits);
  return Limits;
}
