import { call } from '@latchkey/web';
import type { SessionEntry } from '@latchkey/verifier/contract';
import type { EventEntry } from '../../../src/audit/audit.contract.js';

/** A person as the support desk sees them. */
export interface Person {
  sub: string;
  username: string;
  registeredAt: string;
  isDisabled: boolean;
  deletionAt: string | null;
  roles: string[];
}

export interface LookAnswer {
  person: Person;
  sessions: SessionEntry[];
  events: EventEntry[];
}

/**
 * Finds a person by the exact username. The look is recorded with its reason, and the person sees that.
 * @throws ApiError with the bank's problem; `person_not_found` for a name that nobody has
 */
export function lookAt(username: string, reason: string): Promise<LookAnswer> {
  return call('POST', '/api/support/look', { username, reason });
}

/**
 * Ends one session of a person, or all of them.
 * @returns how many it ended
 * @throws ApiError with the bank's problem
 */
export async function endSessions(sub: string, reason: string, sessionId?: string): Promise<number> {
  const body = { sub, reason, ...(sessionId !== undefined && { sessionId }) };
  return (await call<{ ended: number }>('POST', '/api/support/end-sessions', body)).ended;
}

/**
 * Refuses a person's logins and ends their sessions, or lets them log in again.
 * @throws ApiError with the bank's problem
 */
export async function setDisabled(sub: string, reason: string, isDisabled: boolean): Promise<void> {
  await call('POST', `/api/support/${isDisabled ? 'disable' : 'enable'}`, { sub, reason });
}
