import type { Client } from './client.contract.js';

/** Proves that a browser was used for a right login of an account before. Not a session, and of no use without the password. */
export const DEVICE_COOKIE = '__Host-latchkey-device';

/** Who tries a password, and what their browser keeps of earlier logins. */
export interface LoginClient extends Client {
  /** The text of the device cookie. */
  readonly device: string | undefined;
}
