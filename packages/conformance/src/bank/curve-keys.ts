import { randomBytes } from 'node:crypto';
import type { CurveKeys } from '../attacks/tokens/confusion.js';
import type { SigningKey } from './signing-key.js';

/** A ring around an EC key. The shared key next to it is unknown to the deployment: what it signs is to be refused as well. */
export function curveKeys({ kid, privateKey, publicKey }: SigningKey): CurveKeys {
  if (privateKey === undefined || publicKey === undefined) throw new Error('the deployment does not sign with ES256');
  return {
    privateKey,
    publicKey,
    publicJwk: publicKey.export({ format: 'jwk' }),
    ecKid: kid,
    octKid: 'shared-key-of-nobody',
    octKey: randomBytes(48),
  };
}
