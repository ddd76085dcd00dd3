import { asFault, call } from '@latchkey/web';
import type { SessionEntry, SessionsAnswer } from '@latchkey/auth/contract';

/** Where the person is logged in: this device first, then the most recently used. */
export async function livingSessions(): Promise<readonly SessionEntry[]> {
  const { sessions } = await call<SessionsAnswer>('GET', '/api/sessions');
  return sessions.toSorted((one, other) => Number(other.current) - Number(one.current));
}

/**
 * Ends a session of the person. One that is over already is what was asked for.
 * @throws ApiFault when the bank could not be told
 */
export async function endSession(id: string): Promise<void> {
  try {
    await call('DELETE', `/api/sessions/${id}`);
  } catch (thrown) {
    if (asFault(thrown).code !== 'session_not_found') throw thrown;
  }
}
