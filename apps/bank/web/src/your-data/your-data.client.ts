import { call } from '@latchkey/web';
import type { DeletionAnswer } from '../../../src/account/deletion-request.contract.js';

/**
 * Asks for the account to be deleted, which ends all sessions of the person; the next login within 7 days undoes it.
 * @throws ApiError with the bank's problem; `invalid_credentials` is about the password
 */
export function requestDeletion(password: string): Promise<DeletionAnswer> {
  return call('POST', '/api/account/deletion', { password });
}
