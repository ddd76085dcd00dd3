import { call } from '@latchkey/web';

/** When an account will be deleted. */
export interface DeletionAnswer {
  /** RFC 3339 text. */
  deletesAt: string;
}

/**
 * Asks for the account to be deleted, which ends all sessions of the person; the next login within 7 days undoes it.
 * @throws ApiError with the bank's problem; `invalid_credentials` is about the password
 */
export function requestDeletion(password: string): Promise<DeletionAnswer> {
  return call('POST', '/api/account/deletion', { password });
}
