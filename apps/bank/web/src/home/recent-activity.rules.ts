import type { EventEntry } from '../../../src/audit/audit.contract.js';

/** What happened before this login, at a glance. */
export interface ActivitySummary {
  /** The last login apart from this one; undefined if the events asked for hold none. */
  before: EventEntry | undefined;
  /** Whether there can be none: the record is whole, and this is the only login in it. */
  isFirst: boolean;
  /** How often a wrong password was refused since that login. */
  refused: number;
}

const REFUSED: ReadonlySet<EventEntry['kind']> = new Set([
  'login_refused',
  'login_throttled',
  'password_change_refused',
  'deletion_refused',
]);

/**
 * Sums up a user's own events.
 *
 * @param events - the newest first
 * @param isWhole - there are no older ones
 */
export function summarizeActivity(events: readonly EventEntry[], isWhole: boolean): ActivitySummary {
  const index = events.findIndex(({ kind, current }) => kind === 'login' && !current);
  const since = index === -1 ? events : events.slice(0, index);
  return {
    before: events[index],
    isFirst: index === -1 && isWhole,
    refused: since.filter(({ kind }) => REFUSED.has(kind)).length,
  };
}
