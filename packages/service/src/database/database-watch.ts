import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger as Pino } from 'pino';
import { isFarApart } from './clock-offset.rules.js';
import type { Database } from './database.js';

// Twice within the time in which a service has to be well again after a failover.
const EVERY_MS = 2000;

/**
 * Asks the database again and again whether it can be written to: jobs that only read would keep connections to a demoted
 * server awake, and the first who writes would pay for it. Warns when its clock and ours are far apart.
 */
export function watchDatabase(
  database: Database,
  log: Pino,
  signal: AbortSignal,
  onFirst: () => void = () => {},
): void {
  let wasFarApart = false;
  let isFirst = true;
  const look = async (): Promise<void> => {
    await database.checkListeners();
    if (!database.dataSource.isInitialized) return;
    await database.check();
    if (isFirst) {
      isFirst = false;
      onFirst();
    }
    const { offsetSeconds } = database;
    const isSo = isFarApart(offsetSeconds);
    if (isSo && !wasFarApart)
      log.warn({ offsetSeconds }, "the database's clock and that of this machine are far apart");
    wasFarApart = isSo;
  };
  void (async () => {
    while (!signal.aborted) {
      await look().catch((error: unknown) => log.debug({ err: error }, 'the database cannot be written to'));
      await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
}
