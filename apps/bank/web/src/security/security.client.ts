import { asApiError, call } from '@latchkey/web';
import type { SessionEntry, SessionsAnswer } from '@latchkey/verifier/contract';
import type { EventsAnswer } from '../../../src/audit/audit.contract.js';

/** Where the user is logged in, as far as it was asked for. */
export interface ActiveSessions {
  readonly sessions: readonly SessionEntry[];
  readonly pages: number;
  /** There are more. */
  readonly isPart: boolean;
}

/** The user's active sessions: this device first, then the most recently used, at most so many pages of them. */
export async function activeSessions(pages = 1): Promise<ActiveSessions> {
  const known = new Map<string, SessionEntry>();
  let next: string | undefined;
  for (let page = 0; page < pages && (page === 0 || next !== undefined); page += 1) {
    const response = await call<SessionsAnswer>(
      'GET',
      next === undefined ? '/api/sessions' : `/api/sessions?after=${next}`,
    );
    // One that was used meanwhile has moved up, and comes a second time.
    for (const session of response.sessions) known.set(session.id, session);
    next = response.next;
  }
  return { sessions: [...known.values()], pages, isPart: next !== undefined };
}

/**
 * Ends a session of the user. One that is over already counts as ended.
 * @throws ApiError when the bank could not be told
 */
export async function endSession(id: string): Promise<void> {
  try {
    await call('DELETE', `/api/sessions/${id}`);
  } catch (thrown) {
    if (asApiError(thrown).code !== 'session_not_found') throw thrown;
  }
}

/**
 * What happened around the account, the newest first.
 *
 * @param before - the `next` of the page above
 */
export function recentEvents(before?: string): Promise<EventsAnswer> {
  return call('GET', before === undefined ? '/api/events' : `/api/events?before=${before}`);
}

/**
 * Puts a new password in force and ends all other sessions of the user.
 * @throws ApiError with the bank's problem; `invalid_credentials` is about the current password
 */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await call('POST', '/api/password', { currentPassword, newPassword });
}
