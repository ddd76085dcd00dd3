import { call } from '@latchkey/web';
import type { RegisterAnswer } from '../../../src/account/register.contract.js';

/**
 * Creates an account.
 * @throws ApiError with the bank's refusal; its `errors` point at the fields
 */
export function register(username: string, password: string): Promise<RegisterAnswer> {
  return call('POST', '/api/register', { username, password });
}
