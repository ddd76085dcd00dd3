import { createHash, createHmac, createSecretKey, randomUUID } from 'node:crypto';

export interface TokenSettings {
  secret: string;
  issuer: string;
  audience: string[];
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** RFC 7638 thumbprint of the shared secret as an `oct` key, its first 16 characters. */
function keyId(secret: string): string {
  const members = JSON.stringify({ k: Buffer.from(secret, 'utf8').toString('base64url'), kty: 'oct' });
  return createHash('sha256').update(members).digest('base64url').slice(0, 16);
}

/** Tokens as the bank writes them, made here: a thousand real logins would take minutes of hashing. All are equally long. */
export function mintTokens({ secret, issuer, audience }: TokenSettings, count: number): string[] {
  const key = createSecretKey(Buffer.from(secret, 'utf8'));
  const header = encode({ alg: 'HS256', kid: keyId(secret), typ: 'at+jwt' });
  const iat = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, (_, index) => {
    const claims = {
      iss: issuer,
      sub: randomUUID(),
      aud: audience,
      iat,
      exp: iat + 900,
      jti: randomUUID(),
      sid: randomUUID(),
      auth_time: iat,
      acr: '1',
      amr: ['pwd'],
      preferred_username: `user${String(index).padStart(6, '0')}`,
      ver: 1,
    };
    const text = `${header}.${encode(claims)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  });
}
