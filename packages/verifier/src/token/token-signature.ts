import { verify } from 'node:crypto';
import type { Algorithm, VerifyKey } from '../keys/key-set.js';
import { HmacKey } from './hmac-key.js';
import { bytesOf } from './token-text.rules.js';
import { tokenInvalid } from './token.errors.js';

const SIGNATURE_BYTES: Readonly<Record<Algorithm, number>> = { HS256: 32, ES256: 64 };

/**
 * Checks a signature of its algorithm's exact length, in constant time; which algorithm, only the key says.
 * @param signature its base64url, of which there is one spelling
 */
export function requireSignature(key: VerifyKey, signed: string, signature: string): void {
  if (key.alg === 'HS256' ? hmacKeyOf(key).verifies(signed, signature) : es256(key, signed, signature)) return;
  const { length } = bytesOf(signature);
  throw tokenInvalid(length === SIGNATURE_BYTES[key.alg] ? 'signature' : 'signature_length');
}

const hmacKeys = new WeakMap<VerifyKey, HmacKey>();

function hmacKeyOf(key: VerifyKey): HmacKey {
  let hmacKey = hmacKeys.get(key);
  if (hmacKey === undefined) hmacKeys.set(key, (hmacKey = new HmacKey(key.key)));
  return hmacKey;
}

// JWS spells an ECDSA signature as r and s side by side (RFC 7518 §3.4), not in DER.
function es256({ alg, key }: VerifyKey, signed: string, signature: string): boolean {
  const bytes = bytesOf(signature);
  if (bytes.length !== SIGNATURE_BYTES[alg]) return false;
  return verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, bytes);
}
