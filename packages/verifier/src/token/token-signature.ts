import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import type { Algorithm, VerifyKey } from '../keys/key-set.js';
import { tokenInvalid } from './token.errors.js';

const SIGNATURE_BYTES: Readonly<Record<Algorithm, number>> = { HS256: 32, ES256: 64 };

/** Checks a signature of its algorithm's exact length, in constant time; which algorithm, only the key says. */
export function requireSignature(key: VerifyKey, signed: string, signature: Buffer): void {
  if (signature.length !== SIGNATURE_BYTES[key.alg]) throw tokenInvalid('signature_length');
  const isAuthentic = key.alg === 'HS256' ? hs256(key, signed, signature) : es256(key, signed, signature);
  if (!isAuthentic) throw tokenInvalid('signature');
}

function hs256({ key }: VerifyKey, signed: string, signature: Buffer): boolean {
  return timingSafeEqual(createHmac('sha256', key).update(signed).digest(), signature);
}

// JWS spells an ECDSA signature as r and s side by side (RFC 7518 §3.4), not in DER.
function es256({ key }: VerifyKey, signed: string, signature: Buffer): boolean {
  return verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
}
