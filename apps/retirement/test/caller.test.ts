import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startService, tokenFor } from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';

const service = await startService(retirement);
afterAll(() => service.close());

const cookieOf = (token: string) => `__Secure-latchkey=${token}`;
const ownPage = { origin: 'http://retirement.demo.localhost:3002', 'sec-fetch-site': 'same-origin' };

describe('GET /api/me', () => {
  test('says what the token says, and nothing more', async () => {
    const iat = Math.floor(Date.now() / 1000);
    const [sub, sid] = [randomUUID(), randomUUID()];
    const token = tokenFor({
      sub,
      sid,
      iat,
      exp: iat + 600,
      auth_time: iat - 30,
      preferred_username: 'grace',
      roles: ['adviser'],
    });
    const answer = await service.request.get('/api/me').auth(token, { type: 'bearer' }).expect(200);
    expect(answer.body).toEqual({
      sub,
      username: 'grace',
      roles: ['adviser'],
      sid,
      auth_time: iat - 30,
      iat,
      exp: iat + 600,
    });
  });

  test('knows the same token from a cookie', async () => {
    const sub = randomUUID();
    const answer = await service.request
      .get('/api/me')
      .set('cookie', cookieOf(tokenFor({ sub, trv: 'cookie' })))
      .expect(200);
    expect(answer.body.sub).toBe(sub);
  });

  test('refuses a token for another service', async () => {
    const answer = await service.request.get('/api/me').auth(tokenFor({ aud: ['bank'] }), { type: 'bearer' });
    expect([answer.status, answer.body.code]).toEqual([401, 'token_invalid']);
  });

  test('tells an authentic caller that the token expired', async () => {
    const iat = Math.floor(Date.now() / 1000) - 901;
    const answer = await service.request.get('/api/me').auth(tokenFor({ iat, exp: iat + 900 }), { type: 'bearer' });
    expect([answer.status, answer.body.code]).toEqual([401, 'token_expired']);
  });
});

describe('POST /api/logout', () => {
  const cleared = [
    expect.stringMatching(/^__Secure-latchkey=; Domain=demo\.localhost; .*Max-Age=0/),
    expect.stringMatching(/^latchkey-hint=; Domain=demo\.localhost; .*Max-Age=0/),
    expect.stringMatching(
      /^__Secure-latchkey-out=[0-9a-f-]{36}; Domain=demo\.localhost; .*Secure; HttpOnly; SameSite=Lax$/,
    ),
  ];

  test('clears the cookies of the stack, and leaves word for the bank', async () => {
    const answer = await service.request
      .post('/api/logout')
      .set({ cookie: cookieOf(tokenFor({ trv: 'cookie' })), ...ownPage })
      .expect(204);
    expect(answer.headers['set-cookie']).toEqual(cleared);
    expect(answer.text).toBe('');
  });

  test('serves a caller whose token has expired', async () => {
    const iat = Math.floor(Date.now() / 1000) - 3600;
    const cookie = cookieOf(tokenFor({ iat, exp: iat + 900, auth_time: iat, trv: 'cookie' }));
    const answer = await service.request
      .post('/api/logout')
      .set({ cookie, ...ownPage })
      .expect(204);
    expect(answer.headers['set-cookie']).toEqual(cleared);
  });

  test('refuses a forged token', async () => {
    const forged = tokenFor({}, { secret: 'another-secret-of-the-same-length-0123456789' });
    const answer = await service.request.post('/api/logout').auth(forged, { type: 'bearer' });
    expect([answer.status, answer.body.code]).toEqual([401, 'token_invalid']);
  });

  test('refuses a page of another site, and of a sibling host', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      const headers = {
        cookie: cookieOf(tokenFor({ trv: 'cookie' })),
        'sec-fetch-site': site,
        origin: 'http://evil.demo.localhost',
      };
      const answer = await service.request.post('/api/logout').set(headers);
      expect([site, answer.status, answer.body.code]).toEqual([site, 403, 'csrf_refused']);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });
});
