import { createHash, createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { TEST_ISSUER, TEST_SECRET } from './test-environment.js';

export { TEST_ISSUER, TEST_SECRET };

/** Seconds from `iat` to `exp` of a token of these. */
const LIFETIME = 900;

/** Computes the signature of `header.payload`. */
export type Signer = (signed: string) => Buffer;

/** What a forger changes; `undefined` leaves a member out. */
export interface TokenOverrides {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  secret?: string;
}

export const b64 = (bytes: string | Buffer): string => Buffer.from(bytes as string).toString('base64url');

/** Seconds since 1970. */
export const now = (): number => Math.floor(Date.now() / 1000);

/** The key id of a secret: the start of its RFC 7638 thumbprint. */
export function kidOf(secret: string): string {
  const jwk = `{"k":"${b64(secret)}","kty":"oct"}`;
  return createHash('sha256').update(jwk).digest('base64url').slice(0, 16);
}

/** The key id of {@link TEST_SECRET}. */
export const KID = kidOf(TEST_SECRET);

/** The header of an access token under {@link TEST_SECRET}. */
export const HEADER = { alg: 'HS256', kid: KID, typ: 'at+jwt' };

/**
 * Claims that pass every check of both services, of version 2 unless `ver` says 1; a claim given as undefined is left out of
 * the token. A token of version 2 travels as a bearer unless `trv` says otherwise: {@link cookieToken}.
 */
export function claims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const iat = (changes['iat'] as number | undefined) ?? now();
  return {
    iss: TEST_ISSUER,
    sub: randomUUID(),
    aud: ['bank', 'retirement'],
    iat,
    exp: iat + LIFETIME,
    jti: randomUUID(),
    sid: randomUUID(),
    auth_time: iat,
    acr: '1',
    amr: ['pwd'],
    preferred_username: 'ada',
    ver: 2,
    ...(changes['ver'] !== 1 && { roles: [], rv: 0, client_id: 'bank', trv: 'bearer' }),
    ...changes,
  };
}

export const hs256 =
  (secret: string | Buffer = TEST_SECRET, hash = 'sha256'): Signer =>
  (signed) =>
    createHmac(hash, secret).update(signed).digest();

export const es256 =
  (key: KeyObject, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): Signer =>
  (signed) =>
    sign('sha256', Buffer.from(signed), { key, dsaEncoding });

/** Signs two texts exactly as they are, however they are spelled. */
export function tokenOfTexts(header: string | Buffer, payload: string | Buffer, signer = hs256()): string {
  const signed = `${b64(header)}.${b64(payload)}`;
  return `${signed}.${b64(signer(signed))}`;
}

/** An access token as the bank would issue it, with what a test changes about its claims, header or signature. */
export function token(
  changes: Record<string, unknown> = {},
  header: Record<string, unknown> = HEADER,
  signer = hs256(),
): string {
  return tokenOfTexts(JSON.stringify(header), JSON.stringify(claims(changes)), signer);
}

/** The same for a browser, which sends it in its cookie. */
export function cookieToken(
  changes: Record<string, unknown> = {},
  header: Record<string, unknown> = HEADER,
  signer = hs256(),
): string {
  return token({ trv: 'cookie', ...changes }, header, signer);
}

/**
 * A token as the bank would issue it now, valid for both services: change claims within the contract by the first argument,
 * anything else by the second.
 */
export function tokenFor(within: Partial<AccessTokenClaims> = {}, overrides: TokenOverrides = {}): string {
  const { secret = TEST_SECRET } = overrides;
  const header = { ...HEADER, kid: kidOf(secret), ...overrides.header };
  const payload = { ...claims(within), ...overrides.claims };
  return tokenOfTexts(JSON.stringify(header), JSON.stringify(payload), hs256(secret));
}

/** The two halves of a key of ES256. */
export interface EcPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const ecPair = (namedCurve = 'P-256'): EcPair => generateKeyPairSync('ec', { namedCurve });

export const ecJwk = (key: KeyObject, kid: string, more: object = {}): Record<string, unknown> => ({
  ...key.export({ format: 'jwk' }),
  kid,
  alg: 'ES256',
  ...more,
});

export const octJwk = (bytes: Buffer, kid: string): Record<string, unknown> => ({
  kty: 'oct',
  kid,
  alg: 'HS256',
  k: bytes.toString('base64url'),
});
