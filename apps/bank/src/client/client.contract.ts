/** Who asked, as far as the connection tells. */
export interface Client {
  readonly address: string;
  readonly userAgent: string;
  /** Under which the request is found in the log. */
  readonly requestId: string;
  /** Name of the service that told of it, as its proof says; never by what a request claims to be. */
  readonly service?: string | undefined;
}

/** Proves that a browser was used for a right login of an account before. Not a session, and of no use without the password. */
export const DEVICE_COOKIE = '__Host-latchkey-device';

/** Who tries a password, and what their browser keeps of earlier logins. */
export interface LoginClient extends Client {
  /** The text of the device cookie. */
  readonly device: string | undefined;
}
