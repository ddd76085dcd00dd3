import { call } from '@latchkey/web';
import type { LoginAnswer } from '@latchkey/auth/contract';

/**
 * Opens a session in this browser: the token travels in a cookie that no script can read.
 * @throws ApiFault with the bank's refusal
 */
export async function logIn(username: string, password: string): Promise<void> {
  await call<LoginAnswer>('POST', '/api/login', { username, password, transport: 'cookie' });
}
