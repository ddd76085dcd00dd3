import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { thumbprint } from '@latchkey/verifier';
import type { StateKey, KeyAlgorithm } from './key-state.contract.js';

/** A new random key; its kid is the start of its thumbprint (RFC 7638), as it is for a secret. */
export function generateKey(alg: KeyAlgorithm): StateKey {
  return alg === 'HS256' ? symmetricKey(randomBytes(32)) : ellipticKey();
}

/** The key that JWT_SECRET has been so far: same bytes, same kid, so that its tokens stay valid. */
export function keyOfSecret(secret: string): StateKey {
  return symmetricKey(Buffer.from(secret, 'utf8'));
}

function symmetricKey(bytes: Buffer): StateKey {
  const jwk = { kty: 'oct', k: bytes.toString('base64url') } as const;
  return { ...jwk, alg: 'HS256', kid: thumbprint(jwk).slice(0, 16), times: {} };
}

function ellipticKey(): StateKey {
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y! } as const;
  return { ...jwk, alg: 'ES256', kid: thumbprint(jwk).slice(0, 16), d: d!, times: {} };
}
