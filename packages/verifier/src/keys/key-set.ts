import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { keySetFile, type FileKey, type KeySetFile } from './key.contract.js';
import type { PublicJwk } from './public-jwk.js';
import { notJson } from './json-text.rules.js';
import { symmetricKeyError } from './secret-strength.rules.js';
import { thumbprint } from './thumbprint.rules.js';

/** The algorithms of the deployment; a key has exactly one. */
export type Algorithm = 'HS256' | 'ES256';

/** A key that a token's signature is checked with. */
export interface VerifyKey {
  readonly kid: string;
  readonly alg: Algorithm;
  /** Secret key (HS256) or public key (ES256). */
  readonly key: KeyObject;
  /** RFC 7638, SHA-256, base64url: names the key without giving it away. */
  readonly thumbprint: string;
}

/** A key that the bank signs with. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: Algorithm;
  /** Secret key (HS256) or private key (ES256). */
  readonly key: KeyObject;
}

/** All keys that are valid at one moment; never changed, only replaced as a whole. */
export interface KeySet {
  readonly byKid: ReadonlyMap<string, VerifyKey>;
  readonly signing?: SigningKey | undefined;
  readonly publicJwks: readonly PublicJwk[];
  /** Who changed the file last, and on which host, if it says so. */
  readonly changed?: { readonly operator: string; readonly host: string } | undefined;
}

/** Why a key source makes no key set, readable; never quotes a key. */
export class KeySetError extends Error {
  override readonly name = 'KeySetError';
}

/** Whether the holder signs: only then may a set carry private keys, and must name the one in use. */
export interface KeyHolder {
  readonly holdsPrivateKeys: boolean;
}

/** The one key that `JWT_SECRET` makes: the string's UTF-8 bytes, its kid the start of their thumbprint. */
export function keySetOfSecret(secret: string): KeySet {
  const bytes = Buffer.from(secret, 'utf8');
  const print = thumbprint({ kty: 'oct', k: bytes.toString('base64url') });
  const key: VerifyKey = { kid: print.slice(0, 16), alg: 'HS256', key: createSecretKey(bytes), thumbprint: print };
  return { byKid: new Map([[key.kid, key]]), signing: key, publicJwks: [] };
}

/**
 * Reads the text of a JWK Set.
 * @throws {@link KeySetError} with the first thing that is wrong
 */
export function keySetOfFile(text: string, holder: KeyHolder): KeySet {
  const { keys, signing, changed } = parsed(text);
  const byKid = new Map<string, VerifyKey>();
  for (const key of keys) {
    if (byKid.has(key.kid)) throw new KeySetError(`has two keys with kid ${key.kid}`);
    byKid.set(key.kid, verifyKey(key, holder));
  }
  if (signing !== undefined && !byKid.has(signing)) throw new KeySetError('names a signing key that it does not hold');
  return {
    byKid,
    signing: holder.holdsPrivateKeys ? signingKey(keys, signing) : undefined,
    publicJwks: keys.flatMap((key) => (key.kty === 'EC' ? [publicJwk(key)] : [])),
    changed,
  };
}

function parsed(text: string): KeySetFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new KeySetError(notJson(text));
  }
  const read = keySetFile.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.join('.') || 'the file';
  const words = issue?.message.endsWith('received undefined') ? 'is missing' : issue?.message;
  throw new KeySetError(`is not a JWK Set of HS256 and ES256 keys: ${place}: ${words}`);
}

function verifyKey(key: FileKey, holder: KeyHolder): VerifyKey {
  const named = { kid: key.kid, alg: key.alg, thumbprint: thumbprint(key) };
  if (key.kty === 'EC') {
    if (key.d !== undefined && !holder.holdsPrivateKeys) {
      throw new KeySetError(`holds the private part of key ${key.kid}, which only the bank may have`);
    }
    return { ...named, key: ecKeyObject(key, () => createPublicKey({ key: publicJwk(key), format: 'jwk' })) };
  }
  const bytes = Buffer.from(key.k, 'base64url');
  if (bytes.toString('base64url') !== key.k)
    throw new KeySetError(`has a key ${key.kid} that is not canonical base64url`);
  const problem = symmetricKeyError(bytes);
  if (problem !== undefined) throw new KeySetError(`has a key ${key.kid} that ${problem}`);
  return { ...named, key: createSecretKey(bytes) };
}

function signingKey(keys: readonly FileKey[], signing: string | undefined): SigningKey {
  if (signing === undefined) throw new KeySetError('does not say which key signs (member "signing")');
  const key = keys.find(({ kid }) => kid === signing)!;
  if (key.kty === 'oct') return { kid: key.kid, alg: 'HS256', key: createSecretKey(Buffer.from(key.k, 'base64url')) };
  const { d } = key;
  if (d === undefined) throw new KeySetError(`names ${signing} for signing, but holds only its public part`);
  const jwk = { ...publicJwk(key), d };
  return { kid: key.kid, alg: 'ES256', key: ecKeyObject(key, () => createPrivateKey({ key: jwk, format: 'jwk' })) };
}

// OpenSSL refuses a point off the curve, and a private part that is another key's.
function ecKeyObject(key: FileKey, make: () => KeyObject): KeyObject {
  try {
    return make();
  } catch {
    throw new KeySetError(`has a key ${key.kid} whose parts make no P-256 key`);
  }
}

function publicJwk({ kty, kid, alg, crv, x, y }: Extract<FileKey, { kty: 'EC' }>): PublicJwk {
  return { kty, kid, alg, use: 'sig', crv, x, y };
}
