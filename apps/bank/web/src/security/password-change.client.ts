import { call } from '@latchkey/web';

/**
 * Puts a new password in force and ends all other sessions of the person.
 * @throws ApiError with the bank's refusal; `invalid_credentials` is about the current password
 */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await call('POST', '/api/password', { currentPassword, newPassword });
}
