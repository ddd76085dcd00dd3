import type { EventEntry } from '../../../src/audit/audit.contract.js';
import { activeSessions, recentEvents } from '../security/security.client.js';
import { summarizeActivity } from './recent-activity.rules.js';
import type { ActivitySummary } from './recent-activity.rules.js';

/** What the start page shows of an account. */
export interface AccountState extends ActivitySummary {
  events: readonly EventEntry[];
  /** How many sessions are active, as far as they were counted. */
  sessions: number;
  areMore: boolean;
}

export async function accountState(): Promise<AccountState> {
  const [{ events, next }, { sessions, isPart }] = await Promise.all([recentEvents(), activeSessions()]);
  return { ...summarizeActivity(events, next === undefined), events, sessions: sessions.length, areMore: isPart };
}
