/** What the bank says about a wrong name or password, without saying which. */
export const WRONG_LOGIN = { code: 'invalid_credentials', detail: 'Invalid username/password' };

/**
 * Whether the bank did not even check a login, because what was typed is longer than any name or password: as wrong as
 * any other, and shown with the same text.
 *
 * @param status - HTTP status of the response
 */
export function isBeyondTrying(status: number): boolean {
  return status === 400 || status === 413;
}
