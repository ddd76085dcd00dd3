import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger as Pino } from 'pino';
import type { DataSource } from 'typeorm';
import { isDatabaseAway } from './database.errors.js';

const RETRY_AFTER_MS = 1000;

/**
 * Connects once; if the database is away, goes on trying in the background, so that a service starts (not ready) and heals
 * by itself. A refusal that waiting does not mend, such as a wrong password, is thrown.
 */
export async function connect(dataSource: DataSource, log: Pino, signal: AbortSignal): Promise<void> {
  try {
    await dataSource.initialize();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    log.warn({ err: error }, 'database is away; trying again every second');
    void keepTrying(dataSource, log, signal);
  }
}

async function keepTrying(dataSource: DataSource, log: Pino, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !dataSource.isInitialized) {
    try {
      await sleep(RETRY_AFTER_MS, undefined, { signal, ref: false });
      await dataSource.initialize();
      log.info('database is back');
    } catch (error) {
      if (!signal.aborted) log.debug({ err: error }, 'database is still away');
    }
  }
}
