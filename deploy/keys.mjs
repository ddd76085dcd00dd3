import { createHash, generateKeyPairSync } from 'node:crypto';

/** The first ES256 key in the two forms of JWT_KEYS_FILE: the bank's, which signs, and everybody else's, which cannot. */
export function newKeyFiles() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { crv, kty, x, y, d } = privateKey.export({ format: 'jwk' });
  // The kid is the start of the key's thumbprint (RFC 7638).
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url').slice(0, 16);
  const open = { kty, kid, alg: 'ES256', crv, x, y };
  return { bank: { keys: [{ ...open, d }], signing: kid }, verify: { keys: [open] } };
}

/** A service's own Ed25519 key as JWK. */
export function newServiceKey() {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
}
