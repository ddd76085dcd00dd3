import type { Log } from '../log/log.js';
import type { VerifierStore } from '../storage/store.js';

/** Where the keys come from: a shared secret, a JWK Set in a file, or the bank's public keys (ES256 alone). */
export type Keys = { readonly secret: string } | { readonly file: string } | { readonly jwks: string };

/** What {@link Latchkey} is told. */
export interface LatchkeyOptions {
  /** The bank's public origin: the only issuer whose tokens count. */
  readonly issuer: string;
  /** This service's id in the bank's registry, which a token must name as `aud`. */
  readonly audience: string;
  readonly keys: Keys;
  /** Where people open this service; by default what the bank's list of services says. */
  readonly publicUrl?: string;
  /** The domain of the session's cookies; by default the issuer's host without its first label. */
  readonly cookieDomain?: string;
  /** Where this server reaches the bank; by default at `issuer`. */
  readonly bankUrl?: string;
  /** Path of this service's own Ed25519 key, by which it tells the bank of logouts. */
  readonly serviceKeyFile?: string;
  /** By default in memory, which is for one process and forgets at its end. */
  readonly store?: VerifierStore;
  /** Seconds that an access token lives, as the bank is set; by default 900. */
  readonly tokenTtl?: number;
  /** Seconds that a session lasts at most, as the bank is set; by default 43,200. */
  readonly sessionAbsolute?: number;
  /** Removes what the service keeps of a person whose account was deleted at the bank; called again until it resolves. */
  readonly onDeleted?: (sub: string) => Promise<void>;
  /** Opens `/internal/keys` to those who bring it as bearer; by default to direct peers of this machine. */
  readonly opsToken?: string;
  readonly log?: Log;
}
