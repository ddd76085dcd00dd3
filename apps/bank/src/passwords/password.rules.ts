/** A password hash as it is stored: of bcrypt alone, or with the version and the key of what was given to bcrypt. */
export interface StoredHash {
  /** Names the key of the HMAC; undefined: bcrypt was given the text itself. */
  readonly kid: string | undefined;
  readonly bcrypt: string;
  readonly cost: number;
}

/** What bcrypt reads at most; it would cut a longer text without a word. */
const BCRYPT_BYTES = 72;
const STORED = /^(?:v1\.([A-Za-z0-9_-]{4,16})\.)?(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/;
/** What stands before salt and digest: it tells how the hash was made. */
const SCHEME = /^(?:v1\.([A-Za-z0-9_-]{4,16})\.)?\$2[aby]\$(\d\d)\$$/;

/** Reads a stored hash; undefined if it is none. */
export function readHash(text: string): StoredHash | undefined {
  const [, kid, bcrypt, cost] = STORED.exec(text) ?? [];
  return bcrypt === undefined ? undefined : { kid, bcrypt, cost: Number(cost) };
}

/** Reads the beginning of a stored hash. */
export function readScheme(text: string): Omit<StoredHash, 'bcrypt'> | undefined {
  const [, kid, cost] = SCHEME.exec(text) ?? [];
  return cost === undefined ? undefined : { kid, cost: Number(cost) };
}

export function writeHash(kid: string | undefined, bcrypt: string): string {
  return kid === undefined ? bcrypt : `v1.${kid}.${bcrypt}`;
}

/** Whether bcrypt reads this text whole and as it is. */
export function fitsBcrypt(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0') && Buffer.byteLength(text) <= BCRYPT_BYTES;
}

/** What a hash of the text itself may have been made of: the normal form, what was typed, or that taken apart. */
export function plainForms(typed: string): string[] {
  return [...new Set([typed.normalize('NFKC'), typed, typed.normalize('NFD')])];
}

/** A hash whose password nobody knows: comparing with it takes as long as with a real one of this cost. */
export function dummyHash(cost: number): string {
  return `$2b$${String(cost).padStart(2, '0')}$CwTycUXWue0Thq9StjUM0uJ8qGBn3ZmVwJwLxWoIvGJrbxhJC2Iue`;
}
