import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../problem/database.errors.js';
import { describeDatabaseError, isRefused } from './describe-database-error.js';
import type { Patience } from './migration-lock.js';

const TRY_EVERY_MS = 500;

/**
 * Does what needs the database, again and again while nobody answers there or a standby does: a server that is not up yet is
 * waited for, as a service does, but not for ever. What waiting does not mend ends it at once.
 */
export async function awaitDatabase<T>({ seconds, log }: Patience, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + seconds * 1000;
  let said: string | undefined;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isRefused(error) || !isDatabaseAway(error) || performance.now() > end) throw error;
      const reason = describeDatabaseError(error) ?? (error as Error).message;
      if (reason !== said) log(`waits, ${seconds} s at most: ${reason}`);
      said = reason;
      await sleep(TRY_EVERY_MS);
    }
  }
}
