import { randomUUID } from 'node:crypto';
import { encode, type Members } from '../attacks/tokens/forge.js';
import type { SigningKey } from './signing-key.js';

export interface DeploymentFacts {
  /** The bank's public origin. */
  readonly issuer: string;
  /** Ids of the services that tokens are for; the one under test among them. */
  readonly audience: readonly string[];
  /** Seconds that a token lives. */
  readonly tokenTtl: number;
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

  /** @param age seconds since it was issued */
  token({ sid = randomUUID() as string, age = 0, change = {} as Members } = {}): string {
    const iat = Math.floor(Date.now() / 1000) - age;
    const { issuer, audience, tokenTtl } = this.#deployment;
    return this.signed('at+jwt', {
      iss: issuer,
      sub: SUBJECT,
      aud: audience,
      iat,
      exp: iat + tokenTtl,
      jti: randomUUID(),
      sid,
      auth_time: iat,
      acr: 'pwd',
      amr: ['pwd'],
      preferred_username: 'ada',
      ver: 1,
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
