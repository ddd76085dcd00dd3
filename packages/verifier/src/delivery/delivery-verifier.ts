import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { DELIVERY_TYP, deliveryClaims } from '../contract/delivery.contract.js';
import type { DeliveryClaims, ServiceKey } from '../contract/delivery.js';
import type { KeyRing } from '../keys/key-ring.js';
import { TokenError } from '../token/token-error.js';
import { bytesOf, decodePart, splitToken } from '../token/token-text.rules.js';
import { derivedKey, publicKeyOf, REGISTERED_KID } from './service-key.js';

const MAX_LENGTH = 2048;
/** Seconds that a proof may live, and that the clock of a service may be off. */
const WINDOW = 300;

/** A service that may tell of logouts. */
export interface DeliveringService {
  readonly id: string;
  readonly key?: ServiceKey | undefined;
}

/** The proof of a logout is not authentic, or not of now; why goes to log and metrics. */
export function deliveryInvalid(reason: string): TokenError {
  const detail = 'The proof of this logout is not valid.';
  return new TokenError({ code: 'delivery_invalid', detail, reason: `delivery_${reason}` });
}

/** Verifies proofs of logouts, at the bank. */
export class DeliveryVerifier {
  readonly #services: ReadonlyMap<string, DeliveringService>;

  /** @param issuer the bank's public origin */
  constructor(
    private readonly ring: KeyRing,
    private readonly issuer: string,
    services: readonly DeliveringService[],
  ) {
    this.#services = new Map(services.map((service) => [service.id, service]));
  }

  /**
   * What an authentic proof says. Whether the session still lives it does not say, and a proof may come twice: ending what is
   * over changes nothing.
   * @throws TokenError 401 `delivery_invalid`
   */
  verify(text: string): DeliveryClaims {
    const { header, payload, signed, signature } = opened(text);
    const claims = deliveryClaims.safeParse(payload);
    if (!claims.success) throw deliveryInvalid('claims');
    const key = this.#keyOf(header, claims.data.iss);
    if (!verify(null, Buffer.from(signed), key, signature)) throw deliveryInvalid('signature');
    const { aud, iat, exp } = claims.data;
    const now = Date.now() / 1000;
    if (aud !== this.issuer) throw deliveryInvalid('audience');
    if (exp - iat > WINDOW || exp + WINDOW < now || iat - WINDOW > now) throw deliveryInvalid('time');
    return claims.data;
  }

  // A service that has a key of its own is never believed by a secret that all others share.
  #keyOf({ alg, kid, typ, ...more }: Readonly<Record<string, unknown>>, iss: string): KeyObject {
    if (alg !== 'EdDSA' || typ !== DELIVERY_TYP || typeof kid !== 'string' || Object.keys(more).length > 0)
      throw deliveryInvalid('header');
    const service = this.#services.get(iss);
    if (service === undefined) throw deliveryInvalid('service');
    if (service.key !== undefined) {
      if (kid !== REGISTERED_KID) throw deliveryInvalid('unknown_kid');
      return publicKeyOf(service.key);
    }
    const secret = this.ring.find(kid);
    if (secret?.alg !== 'HS256') throw deliveryInvalid('unknown_kid');
    return createPublicKey(derivedKey(secret, iss));
  }
}

function opened(text: string) {
  try {
    const { header, payload, signed, signature } = splitToken(text, MAX_LENGTH);
    return { header: decodePart(header), payload: decodePart(payload), signed, signature: bytesOf(signature) };
  } catch (error) {
    throw error instanceof TokenError ? deliveryInvalid(error.reason) : error;
  }
}
