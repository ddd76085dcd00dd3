import { asApiError, call } from '@latchkey/web';
import type { LoginAnswer } from '@latchkey/verifier/contract';
import type { EventsAnswer } from '../../../src/audit/audit.contract.js';
import type { RegisterAnswer } from '../../../src/account/register.contract.js';
import { isBeyondTrying, WRONG_LOGIN } from './login-error.rules.js';

/**
 * Opens a session in this browser: the token travels in a cookie that no script can read.
 *
 * @param clientId - the service that the person goes on to; the bank if left out
 * @throws ApiError with the bank's problem
 */
export async function logIn(username: string, password: string, clientId?: string): Promise<void> {
  try {
    // Left out of the JSON where it is undefined.
    await call<LoginAnswer>('POST', '/api/login', { username, password, transport: 'cookie', client_id: clientId });
  } catch (thrown) {
    const error = asApiError(thrown);
    if (!isBeyondTrying(error.status)) throw error;
    // A replica of the release before takes no service.
    if (clientId === undefined) throw error.but(WRONG_LOGIN);
    await logIn(username, password);
  }
}

/** Whether the login of this browser has undone the deletion of the account. Nobody waits for a bank that does not say. */
export async function isAccountKept(): Promise<boolean> {
  const { events } = await call<EventsAnswer>('GET', '/api/events').catch(() => ({ events: [] }));
  return events.some(({ kind, current }) => current && kind === 'deletion_undone');
}

/**
 * Creates an account.
 * @throws ApiError with the bank's problem; its `errors` point at the fields
 */
export function register(username: string, password: string): Promise<RegisterAnswer> {
  return call('POST', '/api/register', { username, password });
}
