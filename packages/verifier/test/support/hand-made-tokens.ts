import {
  createHash,
  createHmac,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
  type KeyObject,
} from 'node:crypto';

export const b64 = (bytes: string | Buffer): string => Buffer.from(bytes as string).toString('base64url');

export const ISSUER = 'http://bank.demo.localhost:3001';
export const SECRET = randomBytes(48).toString('base64');
export const KID = kidOf(SECRET);
export const HEADER = { alg: 'HS256', kid: KID, typ: 'at+jwt' };

export const now = (): number => Math.floor(Date.now() / 1000);

export function kidOf(secret: string): string {
  const jwk = `{"k":"${b64(secret)}","kty":"oct"}`;
  return createHash('sha256').update(jwk).digest('base64url').slice(0, 16);
}

/** Claims that pass every check at retirement; a claim given as undefined is left out. */
export function claims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const iat = now() - 1;
  return {
    iss: ISSUER,
    sub: randomUUID(),
    aud: ['bank', 'retirement'],
    iat,
    exp: iat + 900,
    jti: randomUUID(),
    sid: randomUUID(),
    auth_time: iat,
    acr: '1',
    amr: ['pwd'],
    preferred_username: 'ada',
    ver: 1,
    ...changes,
  };
}

export const hs256 =
  (secret: string | Buffer = SECRET, hash = 'sha256') =>
  (signed: string): Buffer =>
    createHmac(hash, secret).update(signed).digest();

export const es256 =
  (key: KeyObject, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363') =>
  (signed: string): Buffer =>
    sign('sha256', Buffer.from(signed), { key, dsaEncoding });

/** Signs two texts exactly as they are, however they are spelled. */
export function tokenOfTexts(header: string | Buffer, payload: string | Buffer, signer = hs256()): string {
  const signed = `${b64(header)}.${b64(payload)}`;
  return `${signed}.${b64(signer(signed))}`;
}

/** An access token like the bank's, with what a test changes about it. */
export function token(
  changes: Record<string, unknown> = {},
  header: Record<string, unknown> = HEADER,
  signer = hs256(),
): string {
  return tokenOfTexts(JSON.stringify(header), JSON.stringify(claims(changes)), signer);
}

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
