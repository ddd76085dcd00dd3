import { asApiError, call } from '@latchkey/web';
import type { EndSessionsAnswer, LookAnswer } from '../../../src/support/support.contract.js';

/**
 * Finds a person by the exact username. The look is recorded with its reason, and the person sees that.
 * @throws ApiError with the bank's problem; `person_not_found` for a name that nobody has
 */
export function lookAt(username: string, reason: string): Promise<LookAnswer> {
  return call('POST', '/api/support/look', { username, reason });
}

/**
 * Ends all sessions of a person.
 * @returns how many it ended
 * @throws ApiError with the bank's problem
 */
export async function endSessions(sub: string, reason: string): Promise<number> {
  return (await call<EndSessionsAnswer>('POST', '/api/support/end-sessions', { sub, reason })).ended;
}

/**
 * Ends one session of a person. One that is over already counts as ended.
 * @throws ApiError with the bank's problem
 */
export async function endSession(sub: string, reason: string, sessionId: string): Promise<void> {
  try {
    await call<EndSessionsAnswer>('POST', '/api/support/end-sessions', { sub, reason, sessionId });
  } catch (thrown) {
    if (asApiError(thrown).code !== 'session_not_found') throw thrown;
  }
}

/**
 * Refuses a person's logins and ends their sessions, or lets them log in again.
 * @throws ApiError with the bank's problem
 */
export async function setDisabled(sub: string, reason: string, isDisabled: boolean): Promise<void> {
  await call('POST', `/api/support/${isDisabled ? 'disable' : 'enable'}`, { sub, reason });
}
