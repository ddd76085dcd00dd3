import { randomUUID } from 'node:crypto';
import { encode, type Carrier, type Members } from '../attacks/tokens/forge.js';
import type { SigningKey } from './signing-key.js';

export interface DeploymentFacts {
  /** The bank's public origin. */
  readonly issuer: string;
  /** Ids of the services that tokens are for; the one under test among them. */
  readonly audience: readonly string[];
  /** Seconds that a token lives. */
  readonly tokenTtl: number;
}

/** What is left open about a token: everything else is as the bank writes it. */
export interface Wish {
  readonly sid?: string;
  readonly sub?: string;
  /** Seconds since it was issued. */
  readonly age?: number;
  /** Version of the contract. */
  readonly ver?: 1 | 2;
  /** In version 2, the way that it is for. */
  readonly via?: Carrier;
  /** In version 2. */
  readonly roles?: readonly string[];
  /** In version 2: counts the changes of the person's rights. */
  readonly rv?: number;
  /** Claims that differ in another way. */
  readonly change?: Members;
}

/** The person that minted tokens speak of: the same for a whole run, so that a service stores at most one. */
const SUBJECT = randomUUID();

/** Makes what the bank would make, for sessions that never were. */
export class MintedTokens {
  readonly #key: SigningKey;
  readonly #deployment: DeploymentFacts;

  constructor(key: SigningKey, deployment: DeploymentFacts) {
    this.#key = key;
    this.#deployment = deployment;
  }

  /** An access token of this version of the contract, for a session that never was. */
  token({
    sid = randomUUID(),
    sub = SUBJECT,
    age = 0,
    ver = 2,
    via = 'bearer',
    roles = [],
    rv = 0,
    change,
  }: Wish = {}): string {
    const iat = Math.floor(Date.now() / 1000) - age;
    const added = ver === 1 ? {} : { roles, rv, client_id: 'bank', trv: via };
    const { issuer, audience, tokenTtl } = this.#deployment;
    return this.signed('at+jwt', {
      iss: issuer,
      sub,
      aud: audience,
      iat,
      exp: iat + tokenTtl,
      jti: randomUUID(),
      sid,
      auth_time: iat,
      acr: 'pwd',
      amr: ['pwd'],
      preferred_username: 'ada',
      ver,
      ...added,
      ...change,
    });
  }

  /** A token of any kind by the deployment's key. */
  signed(typ: string, claims: Members): string {
    const { alg, kid, sign } = this.#key;
    const input = `${encode(JSON.stringify({ alg, kid, typ }))}.${encode(JSON.stringify(claims))}`;
    return `${input}.${encode(sign(input))}`;
  }
}
