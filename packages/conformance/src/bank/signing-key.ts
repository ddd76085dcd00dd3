import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  sign,
  type KeyObject,
  type webcrypto,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Signer } from '../attacks/tokens/forge.js';
import { UsageError } from '../client/usage-error.js';

/** The key that the deployment signs with, as it was given to the probes. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: 'HS256' | 'ES256';
  /** The text of a shared secret; empty under ES256. */
  readonly secret: string;
  readonly sign: Signer;
  /** Under ES256: what the service itself holds. */
  readonly publicKey?: KeyObject;
  readonly privateKey?: KeyObject;
}

interface Jwk extends webcrypto.JsonWebKey {
  kid?: string;
}

/** The simplest form: one secret, its kid made from its thumbprint (RFC 7638). */
export function keyOfSecret(secret: string): SigningKey {
  const k = Buffer.from(secret).toString('base64url');
  const kid = createHash('sha256').update(`{"k":"${k}","kty":"oct"}`).digest('base64url').slice(0, 16);
  return shared(secret, Buffer.from(secret), kid);
}

/** A JWK Set (RFC 7517) that holds the signing key: the one that `signing` names, else the first that can sign. */
export function keyOfFile(path: string): SigningKey {
  const { keys, signing } = read(path);
  const able = keys.filter((one) => one.k !== undefined || one.d !== undefined);
  const jwk = signing === undefined ? able[0] : able.find(({ kid }) => kid === signing);
  if (jwk?.kid === undefined)
    throw new UsageError(`${path} holds no key with a kid that could sign: the bank's own file does, keys.bank.json`);
  if (jwk.alg === 'HS256' && jwk.k !== undefined) return shared(jwk.k, Buffer.from(jwk.k, 'base64url'), jwk.kid);
  if (jwk.alg !== 'ES256') throw new UsageError(`the key ${jwk.kid} of ${path} is neither HS256 nor ES256`);
  const privateKey = curveKey(jwk, path);
  return {
    kid: jwk.kid,
    alg: 'ES256',
    secret: '',
    sign: (input) => sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    privateKey,
    publicKey: createPublicKey(privateKey),
  };
}

function curveKey(jwk: Jwk, path: string): KeyObject {
  try {
    return createPrivateKey({ key: jwk as webcrypto.JsonWebKey, format: 'jwk' });
  } catch {
    throw new UsageError(`the key ${jwk.kid} of ${path} is no private key of the curve P-256`);
  }
}

function shared(secret: string, bytes: Buffer, kid: string): SigningKey {
  return { kid, alg: 'HS256', secret, sign: (input) => createHmac('sha256', bytes).update(input).digest() };
}

function read(path: string): { keys: Jwk[]; signing?: string } {
  let set: { keys?: unknown; signing?: string } | null;
  try {
    set = JSON.parse(readFileSync(path, 'utf8')) as typeof set;
  } catch {
    throw new UsageError(`${path} is not a readable JWK Set`);
  }
  const keys: unknown = set?.keys;
  if (!Array.isArray(keys) || !keys.every((one) => typeof one === 'object' && one !== null))
    throw new UsageError(`${path} is not a JWK Set`);
  return { keys: keys as Jwk[], ...(set?.signing !== undefined && { signing: set.signing }) };
}
