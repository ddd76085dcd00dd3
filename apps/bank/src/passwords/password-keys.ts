import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { NO_PEPPER, peppersOf, type PepperConfig } from './password-pepper.config.js';
import { fitsBcrypt } from './password.rules.js';

// Known to everybody: it only brings what is longer than bcrypt reads into a form of its own.
const OPEN_KEY = 'latchkey: a password that is longer than bcrypt reads';

/** What bcrypt is given for a password, and the name of the key that made it; no name: the text itself. */
export interface Peppered {
  readonly kid: string | undefined;
  readonly text: string;
}

/** Turns passwords into what bcrypt is given: an HMAC with a secret that no copy of the database holds. */
export class PasswordKeys {
  readonly #byKid: ReadonlyMap<string, KeyObject>;
  readonly #first: string | undefined;

  constructor(config: PepperConfig) {
    const kids = peppersOf(config).map((pepper) => (pepper === NO_PEPPER ? undefined : kidOf(pepper)));
    const peppers = peppersOf(config).filter((pepper) => pepper !== NO_PEPPER);
    const keys = peppers.map((pepper) => [kidOf(pepper), keyOf(pepper)] as const);
    this.#byKid = new Map([[NO_PEPPER, keyOf(OPEN_KEY)], ...keys]);
    this.#first = kids[0];
  }

  /** What a new hash of this password is made of. */
  forNew(password: string): Peppered {
    const text = password.normalize('NFKC');
    // Without a secret the form is that of earlier releases, which go on reading it.
    if (this.#first === undefined && fitsBcrypt(text)) return { kid: undefined, text };
    const kid = this.#first ?? NO_PEPPER;
    return { kid, text: this.under(kid, password)! };
  }

  /** What a hash with this key was made of, if it is of this password; undefined if the key is not known here. */
  under(kid: string, password: string): string | undefined {
    const key = this.#byKid.get(kid);
    return key && createHmac('sha256', key).update(password.normalize('NFKC')).digest('base64');
  }
}

function kidOf(pepper: string): string {
  return hash('sha256', `pepper|${pepper}`, 'base64url').slice(0, 16);
}

function keyOf(text: string): KeyObject {
  return createSecretKey(Buffer.from(text, 'utf8'));
}
