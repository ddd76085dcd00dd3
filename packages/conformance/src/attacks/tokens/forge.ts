import { createHmac } from 'node:crypto';

export type Members = Record<string, unknown>;
/** How a token travels. */
export type Carrier = 'bearer' | 'cookie';
export type Carriers = readonly Carrier[];

const BOTH: Carriers = ['bearer', 'cookie'];
export type ProblemCode =
  | 'token_invalid'
  | 'token_expired'
  | 'clock_skew'
  | 'token_missing'
  | 'bad_request'
  | 'header_too_large';

/** One wrong token: everything that its kind does not name is as the bank would have written it. */
export interface BadToken {
  kind: string;
  token: string;
  /** The stable codes that may answer it; `token_invalid` unless it is authentic or never reaches the guard. */
  codes?: readonly ProblemCode[];
  /** Carriers that can hold the text at all: both unless said. */
  carriers?: Carriers;
  /** Wrong at the service of this id only. */
  at?: string;
  /** Authentic, only out of time or on the wrong way: logout takes it on purpose. */
  endsSession?: boolean;
}

/** Bad tokens of one kind, each made from the good token of the forge. */
export type Family = (forge: Forge) => BadToken[];

export function encode(text: string | Buffer): string {
  return Buffer.from(text).toString('base64url');
}

/** How the deployment itself signs: the bytes of a signature. */
export type Signer = (input: string) => Buffer;

/** Makes tokens from a real one, with the deployment's real key, so that one thing at a time can be wrong. */
export class Forge {
  readonly perfect: string;
  readonly secret: string;
  readonly header: Members;
  readonly claims: Members;
  readonly now = Math.floor(Date.now() / 1000);
  readonly kid: string;
  readonly parts: [string, string, string];
  readonly #own: Signer;

  /** @param own for a deployment whose key is not the text of a secret */
  constructor(perfect: string, secret: string, own: Signer = (input) => this.mac(input)) {
    this.#own = own;
    this.perfect = perfect;
    this.secret = secret;
    const [header = '', payload = '', signature = ''] = perfect.split('.');
    this.parts = [header, payload, signature];
    this.header = JSON.parse(Buffer.from(header, 'base64url').toString()) as Members;
    this.claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Members;
    this.kid = String(this.header['kid']);
  }

  /** The ways on which nothing is wrong with the good token: one in version 2, which is bound to it. */
  get carriers(): Carriers {
    return BOTH.filter((one) => this.claims['trv'] === undefined || this.claims['trv'] === one);
  }

  /** The ways on which a token made from the good one is wrong for its own reason alone. */
  carriersOf({ carriers = BOTH }: BadToken): Carriers {
    return carriers.filter((one) => this.carriers.includes(one));
  }

  mac(input: string | Buffer, key: string | Buffer = this.secret, hash = 'sha256'): Buffer {
    return createHmac(hash, key).update(input).digest();
  }

  /** Signs two encoded parts: as the deployment does, unless a key or a digest is named. */
  sign(header: string, payload: string, key?: string | Buffer, hash?: string): string {
    const input = `${header}.${payload}`;
    const signature = key === undefined && hash === undefined ? this.#own(input) : this.mac(input, key, hash);
    return `${input}.${encode(signature)}`;
  }

  /** Signs a header and a payload given as they are to be read. */
  seal(header: string | Buffer, payload: string | Buffer, key?: string | Buffer, hash?: string): string {
    return this.sign(encode(header), encode(payload), key, hash);
  }

  headerText(change: Members = {}): string {
    return JSON.stringify({ ...this.header, ...change });
  }

  claimsText(change: Members = {}): string {
    return JSON.stringify({ ...this.claims, ...change });
  }

  /** A token whose header differs; `undefined` leaves a member out. */
  withHeader(change: Members, key?: string | Buffer, hash?: string): string {
    return this.seal(this.headerText(change), this.claimsText(), key, hash);
  }

  withClaims(change: Members): string {
    return this.seal(this.headerText(), this.claimsText(change));
  }

  /** Signs texts of JSON that JSON.stringify would not write. */
  withHeaderText(text: string | Buffer): string {
    return this.seal(text, this.claimsText());
  }

  withClaimsText(text: string | Buffer): string {
    return this.seal(this.headerText(), text);
  }
}

/** Members that version 2 of the contract has and version 1 has not. */
export const ONLY_IN_2 = ['roles', 'rv', 'client_id', 'trv'] as const;
const NOT_IN_1: Members = Object.fromEntries(ONLY_IN_2.map((name) => [name, undefined]));
/** Of somebody whose token of version 1 says nothing of it. */
const NO_RIGHTS: Members = { roles: [], rv: 0, client_id: 'bank' };

/** The same good token in each version of the contract and, in version 2, for each way that it may travel. */
export function everyVersion(perfect: string, secret: string, own?: Signer): Forge[] {
  const first = new Forge(perfect, secret, own);
  const rights = first.claims['ver'] === 1 ? NO_RIGHTS : {};
  const changes = [{ ...NOT_IN_1, ver: 1 }, ...BOTH.map((trv) => ({ ...rights, ver: 2, trv }))];
  return changes.map((change) => new Forge(first.withClaims(change), secret, own));
}

/** The access cookie next to the refresh cookie of the good token's session, without which the bank does not look at it. */
export function boundCookie(token: string, good: string): [string, string] {
  const { sid } = JSON.parse(Buffer.from(good.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
  return ['Cookie', `__Host-latchkey-refresh=v1.kid.${sid}.0.seed.mac; __Secure-latchkey=${token}`];
}

/** Bytes of a text that is not latin1, one character a byte, as the wire wants it. */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
