import { asApiError, call } from '@latchkey/web';
import type { LoginAnswer } from '@latchkey/verifier/contract';
import type { RegisterAnswer } from '../../../src/account/register.contract.js';
import { isBeyondTrying, WRONG_LOGIN } from './login-error.rules.js';

/**
 * Opens a session in this browser: the token travels in a cookie that no script can read.
 *
 * @param clientId - the service that the person goes on to; the bank if left out
 * @returns whether the account was to be deleted, and is kept because of this login
 * @throws ApiError with the bank's problem
 */
export async function logIn(username: string, password: string, clientId?: string): Promise<boolean> {
  try {
    // Left out of the JSON where it is undefined.
    const answer = await call<LoginAnswer>('POST', '/api/login', {
      username,
      password,
      transport: 'cookie',
      client_id: clientId,
    });
    return answer.deletion_undone === true;
  } catch (thrown) {
    const error = asApiError(thrown);
    if (!isBeyondTrying(error.status)) throw error;
    // A replica of the release before takes no service.
    if (clientId === undefined) throw error.but(WRONG_LOGIN);
    return logIn(username, password);
  }
}

/**
 * Creates an account.
 * @throws ApiError with the bank's problem; its `errors` point at the fields
 */
export function register(username: string, password: string): Promise<RegisterAnswer> {
  return call('POST', '/api/register', { username, password });
}
