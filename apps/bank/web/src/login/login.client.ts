import { asApiError, call } from '@latchkey/web';
import type { LoginAnswer } from '@latchkey/verifier/contract';
import { isBeyondTrying, WRONG_LOGIN } from './login-error.rules.js';

/**
 * Opens a session in this browser: the token travels in a cookie that no script can read.
 * @throws ApiError with the bank's refusal
 */
export async function logIn(username: string, password: string): Promise<void> {
  try {
    await call<LoginAnswer>('POST', '/api/login', { username, password, transport: 'cookie' });
  } catch (thrown) {
    const error = asApiError(thrown);
    throw isBeyondTrying(error.status) ? error.but(WRONG_LOGIN) : error;
  }
}
