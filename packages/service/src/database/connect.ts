import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger as Pino } from 'pino';
import type { Database } from './database.js';
import { placesOf, isRefused } from './describe-database-error.js';
import { isDatabaseAway } from '../problem/database.errors.js';

const RETRY_AFTER_MS = 1000;

/**
 * Connects once; if the database is away, goes on trying in the background, so that a service starts (not ready) and heals
 * by itself. An error that waiting does not mend, such as a wrong password, is thrown.
 */
export async function connect(database: Database, log: Pino, signal: AbortSignal): Promise<void> {
  const { dataSource } = database;
  try {
    await dataSource.initialize();
  } catch (error) {
    if (isRefused(error) || !isDatabaseAway(error)) throw error;
    log.warn({ err: error, at: placesOf(dataSource.options) }, 'database is away; trying again every second');
    database.noteFailure(error);
    void keepTrying(database, log, signal, reasonOf(error));
  }
}

async function keepTrying(database: Database, log: Pino, signal: AbortSignal, first: string): Promise<void> {
  const { dataSource } = database;
  let reason = first;
  while (!signal.aborted && !dataSource.isInitialized) {
    try {
      await sleep(RETRY_AFTER_MS, undefined, { signal, ref: false });
      await dataSource.initialize();
      log.info('database is back');
    } catch (error) {
      if (signal.aborted) return;
      database.noteFailure(error);
      // Another reason may be one that an operator has to mend.
      const level = reasonOf(error) === reason ? 'debug' : 'warn';
      reason = reasonOf(error);
      log[level]({ err: error, at: placesOf(dataSource.options) }, 'database is still away');
    }
  }
}

const reasonOf = (error: unknown): string => (error as { code?: string }).code ?? String(error);
