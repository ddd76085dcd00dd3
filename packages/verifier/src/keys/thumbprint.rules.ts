import { createHash } from 'node:crypto';

/** SHA-256 thumbprint of a key (RFC 7638): of its required members only, in alphabetical order. */
export function thumbprint(key: { kty: 'oct'; k: string } | { kty: 'EC'; crv: string; x: string; y: string }): string {
  const members = key.kty === 'oct' ? { k: key.k, kty: key.kty } : { crv: key.crv, kty: key.kty, x: key.x, y: key.y };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
