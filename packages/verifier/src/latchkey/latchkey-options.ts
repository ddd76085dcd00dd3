import type { Keys } from '../keys/service-keys.js';
import type { Log } from '../log/log.js';
import type { Store } from '../storage/record-store.js';

export type { Keys };

/** What {@link Latchkey} is told. */
export interface LatchkeyOptions {
  /** The bank's public origin: the only issuer whose tokens count. */
  readonly issuer: string;
  /** This service's id in the bank's registry, which a token must name as `aud`. */
  readonly audience: string;
  readonly keys: Keys;
  /**
   * Where people open this service; by default what the bank's list of services says. Until that is known only
   * `Sec-Fetch-Site: same-origin` proves that a page of this service sent a request.
   */
  readonly publicUrl?: string | undefined;
  /** The domain of the session's cookies; by default the issuer's host without its first label. */
  readonly cookieDomain?: string | undefined;
  /** Where this server reaches the bank; by default at `issuer`. */
  readonly bankUrl?: string | undefined;
  /** Path of this service's own Ed25519 key, by which it tells the bank of logouts. */
  readonly serviceKeyFile?: string | undefined;
  /** By default in memory, which is for one process and forgets at its end. Stays open when this is closed. */
  readonly store?: Store | undefined;
  /** Seconds that an access token lives, as the bank is set; by default 900. */
  readonly tokenTtl?: number | undefined;
  /** Seconds that a session lasts at most, as the bank is set; by default 43,200. */
  readonly sessionAbsolute?: number | undefined;
  /** Removes what the service keeps of a person whose account was deleted at the bank; called again until it resolves. */
  readonly onDeleted?: ((sub: string) => Promise<void>) | undefined;
  /** Opens `/internal/keys` to those who bring it as bearer; by default to direct peers of this machine. */
  readonly opsToken?: string | undefined;
  /** Where background work says what happened; by default warnings and errors go to standard error. */
  readonly log?: Log | undefined;
}
