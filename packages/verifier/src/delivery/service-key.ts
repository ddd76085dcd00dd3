import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { serviceKeyFile } from '../contract/delivery.contract.js';
import type { ServiceKey } from '../contract/delivery.js';
import { notJson } from '../keys/json-text.rules.js';
import type { VerifyKey } from '../keys/key-set.js';

/** The `kid` of a key that the registry names. A key that is derived bears the kid of its secret. */
export const REGISTERED_KID = 'service';

// An Ed25519 private key in PKCS #8 is these bytes and its seed (RFC 8410 §7).
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * A service's own key where the registry names none, made of a secret that it shares with the bank. It makes no token: those
 * are of other algorithms, and of keys of the ring.
 */
export function derivedKey({ key }: VerifyKey, service: string): KeyObject {
  const seed = hkdfSync('sha256', key, '', `latchkey logout delivery of ${service}`, 32);
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, Buffer.from(seed)]), format: 'der', type: 'pkcs8' });
}

/** The key that a registry entry names. */
export function publicKeyOf({ kty, crv, x }: ServiceKey): KeyObject {
  return createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
}

/**
 * Reads `SERVICE_KEY_FILE`.
 * @throws Error that says why
 */
export function readServiceKey(path: string): KeyObject {
  let text: string | undefined;
  let json: unknown;
  try {
    text = readFileSync(path, 'utf8');
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(text === undefined ? 'cannot be read' : notJson(text), { cause });
  }
  const read = serviceKeyFile.safeParse(json);
  if (!read.success) throw new Error('is not a private Ed25519 key as JWK (kty, crv, x, d)');
  try {
    return createPrivateKey({ key: read.data, format: 'jwk' });
  } catch (cause) {
    throw new Error('has parts that make no Ed25519 key', { cause });
  }
}
