/** What the bank says of a wrong name or password, without saying which of the two it is. */
export const WRONG_LOGIN = { code: 'invalid_credentials', detail: 'Invalid username/password' };

/**
 * Whether the bank did not even try a login, because what was typed is longer than any name or password: that is as wrong as
 * any other, and is said in the same words.
 *
 * @param status - HTTP status of the refusal
 */
export function isBeyondTrying(status: number): boolean {
  return status === 400 || status === 413;
}
