import { randomUUID, sign, type KeyObject } from 'node:crypto';
import { DELIVERY_TYP } from '../contract/delivery.contract.js';
import type { DeliveryClaims } from '../contract/delivery.js';
import type { KeyRing } from '../keys/key-ring.js';
import { derivedKey, readServiceKey, REGISTERED_KID } from './service-key.js';

/** Short: it is made when it is sent. Long enough for clocks that differ. */
const LIFE_SECONDS = 300;

/** Who this service is. */
export interface DeliveryFacts {
  /** Its id in the registry. */
  readonly service: string;
  /** The bank's public origin. */
  readonly issuer: string;
  /** Path of its own key. */
  readonly keyFile: string | undefined;
}

/**
 * Proves to the bank that this service tells it of a logout: no token of a person has to be kept for that. Signs nothing but
 * such proofs, with the service's own key, never with one of the ring.
 */
export class DeliverySigner {
  readonly #registered: KeyObject | undefined;

  constructor(
    private readonly ring: KeyRing,
    private readonly facts: DeliveryFacts,
  ) {
    if (facts.keyFile !== undefined) this.#registered = readServiceKey(facts.keyFile);
  }

  /** Whether there is a key: its own, or a secret shared with the bank. */
  get canProve(): boolean {
    return this.#key() !== undefined;
  }

  /** A proof that is good for some minutes; undefined without a key. */
  proof({ sid, sub, everywhere }: Pick<DeliveryClaims, 'sid' | 'sub' | 'everywhere'>): string | undefined {
    const own = this.#key();
    if (own === undefined) return undefined;
    const iat = Math.floor(Date.now() / 1000);
    const { service: iss, issuer: aud } = this.facts;
    const claims: DeliveryClaims = { iss, aud, sub, sid, everywhere, iat, exp: iat + LIFE_SECONDS, jti: randomUUID() };
    const text = [{ alg: 'EdDSA', kid: own.kid, typ: DELIVERY_TYP }, claims].map(encoded).join('.');
    return `${text}.${sign(null, Buffer.from(text), own.key).toString('base64url')}`;
  }

  #key(): { readonly kid: string; readonly key: KeyObject } | undefined {
    if (this.#registered !== undefined) return { kid: REGISTERED_KID, key: this.#registered };
    const secret = this.ring.all().find(({ alg }) => alg === 'HS256');
    return secret && { kid: secret.kid, key: derivedKey(secret, this.facts.service) };
  }
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
