import { asApiError, call } from '@latchkey/web';
import type { LoginAnswer } from '@latchkey/verifier/contract';
import type { RegisterAnswer } from '../../../src/account/register.contract.js';
import { isBeyondTrying, WRONG_LOGIN } from './login-error.rules.js';

/**
 * Opens a session in this browser: the token travels in a cookie that no script can read.
 * @throws ApiError with the bank's problem
 */
export async function logIn(username: string, password: string): Promise<void> {
  try {
    await call<LoginAnswer>('POST', '/api/login', { username, password, transport: 'cookie' });
  } catch (thrown) {
    const error = asApiError(thrown);
    throw isBeyondTrying(error.status) ? error.but(WRONG_LOGIN) : error;
  }
}

/**
 * Creates an account.
 * @throws ApiError with the bank's problem; its `errors` point at the fields
 */
export function register(username: string, password: string): Promise<RegisterAnswer> {
  return call('POST', '/api/register', { username, password });
}
