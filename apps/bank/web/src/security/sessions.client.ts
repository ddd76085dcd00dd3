import { asApiError, call } from '@latchkey/web';
import type { SessionEntry, SessionsAnswer } from '@latchkey/verifier/contract';

/** Where a person is logged in, as far as it was asked for. */
export interface ActiveSessions {
  readonly sessions: readonly SessionEntry[];
  readonly pages: number;
  /** There are more. */
  readonly isPart: boolean;
}

/** Where the person is logged in: this device first, then the most recently used, so many pages of them at most. */
export async function activeSessions(pages = 1): Promise<ActiveSessions> {
  const known = new Map<string, SessionEntry>();
  let next: string | undefined;
  for (let page = 0; page < pages && (page === 0 || next !== undefined); page += 1) {
    const answer = await call<SessionsAnswer>(
      'GET',
      next === undefined ? '/api/sessions' : `/api/sessions?after=${next}`,
    );
    // One that was used meanwhile has moved up, and comes a second time.
    for (const session of answer.sessions) known.set(session.id, session);
    next = answer.next;
  }
  return { sessions: [...known.values()], pages, isPart: next !== undefined };
}

/**
 * Ends a session of the person. One that is over already is what was asked for.
 * @throws ApiError when the bank could not be told
 */
export async function endSession(id: string): Promise<void> {
  try {
    await call('DELETE', `/api/sessions/${id}`);
  } catch (thrown) {
    if (asApiError(thrown).code !== 'session_not_found') throw thrown;
  }
}
