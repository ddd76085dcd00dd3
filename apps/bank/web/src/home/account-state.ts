import type { EventEntry } from '../../../src/audit/audit.contract.js';
import { recordedEvents } from '../security/events.client.js';
import { livingSessions } from '../security/sessions.client.js';
import { latelyOf } from './recent-activity.rules.js';
import type { Lately } from './recent-activity.rules.js';

/** What the start page tells of an account. */
export interface AccountState extends Lately {
  events: readonly EventEntry[];
  /** How many sessions are open, as far as they were counted. */
  sessions: number;
  areMore: boolean;
}

export async function accountState(): Promise<AccountState> {
  const [{ events, next }, { sessions, isPart }] = await Promise.all([recordedEvents(), livingSessions()]);
  return { ...latelyOf(events, next === undefined), events, sessions: sessions.length, areMore: isPart };
}
