import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accessTokenClaims2 } from '@latchkey/verifier/contract';
import { login, register, startBank, type Bank } from './bank.js';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-token-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const ec = { kty: 'EC', crv: 'P-256', kid: 'ec-1', alg: 'ES256', x, y };
const oct = { kty: 'oct', kid: 'hs-1', alg: 'HS256', k: 'Zk3vQm9xT1bW7nR5yH2cL8dJ4fP6sG0aUeXiOtNqVrE' };

const keysFile = (signing: string) => {
  const path = join(folder, `${signing}.json`);
  writeFileSync(path, JSON.stringify({ keys: [{ ...ec, d }, oct], signing }));
  return { JWT_SECRET: undefined, JWT_KEYS_FILE: path };
};

describe.each([
  ['a secret', {}, { alg: 'HS256', kid: expect.stringMatching(/^[\w-]{16}$/) }, 32, 0],
  ['a keys file that signs with HS256', keysFile('hs-1'), { alg: 'HS256', kid: 'hs-1' }, 32, 1],
  ['a keys file that signs with ES256', keysFile('ec-1'), { alg: 'ES256', kid: 'ec-1' }, 64, 1],
] as [string, NodeJS.ProcessEnv, object, number, number][])(
  'a token issued with %s',
  (_, env, header, signatureBytes, published) => {
    let bank: Bank;
    let token: string;
    let claims: Record<string, unknown>;
    let sub: string;
    let started: number;
    beforeAll(async () => {
      started = Math.floor(Date.now() / 1000);
      bank = await startBank(env);
      sub = (await register(bank, 'Ada')).body.id;
      token = (await login(bank, 'ada')).body.access_token;
      claims = JSON.parse(textOf(1));
    });
    afterAll(() => bank?.close());
    const textOf = (part: number) => Buffer.from(token.split('.')[part]!, 'base64url').toString();

    test('has exactly the header of the contract', () => {
      expect(JSON.parse(textOf(0))).toEqual({ ...header, typ: 'at+jwt' });
      expect(Buffer.from(token.split('.')[2]!, 'base64url').length).toBe(signatureBytes);
    });

    test('has exactly the claims of the contract, in its order', () => {
      expect(Object.keys(claims)).toEqual(Object.keys(accessTokenClaims2.shape));
      expect(accessTokenClaims2.parse(claims)).toEqual({
        iss: 'http://bank.demo.localhost:3001',
        sub,
        aud: ['bank', 'retirement'],
        iat: expect.any(Number),
        exp: (claims['iat'] as number) + 900,
        jti: expect.any(String),
        sid: expect.any(String),
        auth_time: expect.any(Number),
        acr: '1',
        amr: ['pwd'],
        preferred_username: 'ada',
        ver: 2,
        roles: [],
        rv: 0,
        client_id: 'bank',
        trv: 'bearer',
      });
      expect(claims['iat']).toBeGreaterThanOrEqual(started);
      expect(claims['iat']).toBeLessThanOrEqual(Date.now() / 1000);
    });

    test('is text that says the same when it is written again', () => {
      for (const part of [0, 1]) expect(JSON.stringify(JSON.parse(textOf(part)))).toBe(textOf(part));
    });

    test('is accepted by the verifier', async () => {
      const { body } = await bank.request.get('/api/me').set('Authorization', `Bearer ${token}`).expect(200);
      expect(body).toEqual({
        sub,
        username: 'ada',
        roles: [],
        sid: claims['sid'],
        auth_time: claims['auth_time'],
        iat: claims['iat'],
        exp: claims['exp'],
      });
    });

    test('can be checked by others with the published keys, which hold nothing secret', async () => {
      const { body, headers } = await bank.request.get('/.well-known/jwks.json').expect(200);
      expect(body.keys).toHaveLength(published);
      if (published > 0) expect(body.keys).toEqual([{ ...ec, use: 'sig' }]);
      expect(headers['cache-control']).toBe('public, max-age=60');
    });
  },
);

test('a token does not outlive its session', async () => {
  const bank = await startBank({ TOKEN_TTL: '900', SESSION_ABSOLUTE: '900', SESSION_IDLE: '60' });
  try {
    await register(bank, 'ada');
    const { body } = await login(bank, 'ada').expect(200);
    expect(body.expires_in).toBeLessThanOrEqual(900);
  } finally {
    await bank.close();
  }
});
