import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { TEST_ISSUER, TEST_SECRET } from './test-environment.js';

/** What a forger changes; `undefined` leaves a member out. */
export interface TokenOverrides {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  secret?: string;
}

const lifetime = 900;

/**
 * A token as the bank would issue it now, valid for both services: change claims within the contract by the first argument,
 * anything else by the second.
 */
export function tokenFor(claims: Partial<AccessTokenClaims> = {}, overrides: TokenOverrides = {}): string {
  const { secret = TEST_SECRET } = overrides;
  const iat = claims.iat ?? Math.floor(Date.now() / 1000);
  const header = { alg: 'HS256', kid: kidOf(secret), typ: 'at+jwt', ...overrides.header };
  const body = {
    iss: TEST_ISSUER,
    sub: randomUUID(),
    aud: ['bank', 'retirement'],
    iat,
    exp: iat + lifetime,
    jti: randomUUID(),
    sid: randomUUID(),
    auth_time: iat,
    acr: '1',
    amr: ['pwd'],
    preferred_username: 'ada',
    ver: 1,
    ...claims,
    ...overrides.claims,
  };
  const text = `${encode(header)}.${encode(body)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

// The start of the key's RFC 7638 thumbprint.
function kidOf(secret: string): string {
  const jwk = { k: Buffer.from(secret).toString('base64url'), kty: 'oct' };
  return createHash('sha256').update(JSON.stringify(jwk)).digest('base64url').slice(0, 16);
}
