import type { Operator } from './operator.config.js';
import { RestoredRepository } from './restored.repository.js';

/** What was done. */
export interface RestoredResult {
  readonly sessionsEnded: number;
}

/**
 * What must be done before a bank whose database comes from a backup is started. A session that was ended since lives in
 * it, and a refresh token that was used since counts as new: nothing tells these from others, so all sessions end.
 */
export async function afterRestore(rows: RestoredRepository, { operator, host }: Operator): Promise<RestoredResult> {
  await rows.raiseDeletions();
  await rows.raiseRights();
  return { sessionsEnded: await rows.endAllSessions(operator, host) };
}
