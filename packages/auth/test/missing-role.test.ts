import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { StubBank, type TestDatabase } from '@latchkey/testing';
import { cookieToken, now, token } from '@latchkey/testing/tokens';
import { problem } from '@latchkey/verifier/contract';
import { Roles } from '../src/index.js';
import { startApp, type AppUnderTest } from './support/app.js';
import { database, start, type Verifying } from './support/verifying-service.js';

const sub = randomUUID();

describe('a route that names roles', () => {
  let app: AppUnderTest;
  beforeAll(async () => void (app = await startApp()));
  afterAll(() => app?.app.close());
  const ask = (url: string, roles: string[], more: object = {}): Promise<string> =>
    app.ask({ url, headers: { authorization: `Bearer ${token({ sub, roles, ...more })}` } });

  test.each([
    [['support'], `200 ${sub}`],
    [['adviser', 'support'], `200 ${sub}`],
    [[], '403 role_missing'],
    [['adviser'], '403 role_missing'],
    [['support-lead'], '403 role_missing'],
    [['suppor'], '403 role_missing'],
    [['constructor', 'length'], '403 role_missing'],
  ])('takes somebody with %j: %s', async (roles, answer) => expect(await ask('/desk', roles)).toBe(answer));

  test.each([
    [['adviser'], `200 ${sub}`],
    [['auditor'], `200 ${sub}`],
    [['adviser', 'auditor'], `200 ${sub}`],
    [[], '403 role_missing'],
    [['support'], '403 role_missing'],
  ])("whose own list stands instead of its controller's, takes somebody with %j: %s", async (roles, answer) =>
    expect(await ask('/desk/advice', roles)).toBe(answer),
  );

  test('takes no token of version 1, which has none', async () => {
    const text = token({ sub, ver: 1 });
    expect(await app.ask({ url: '/desk', headers: { authorization: `Bearer ${text}` } })).toBe('403 role_missing');
  });

  test('tells of roles only who is authentic, in time, and on a page of its own', async () => {
    expect(await app.ask({ url: '/desk' })).toBe('401 token_missing');
    const iat = now() - 1_000;
    expect(await ask('/desk', [], { iat, exp: iat + 900, auth_time: iat })).toBe('401 token_expired');
    const headers = { cookie: `__Secure-latchkey=${cookieToken()}`, 'sec-fetch-site': 'cross-site' };
    expect(await app.ask({ method: 'POST', url: '/desk', headers })).toBe('403 csrf_refused csrf_cross_site');
  });

  test('is no other than before to somebody whose token was seen without the role', async () => {
    const [without, having] = [token({ sub, roles: [] }), token({ sub, roles: ['support'] })];
    for (const [text, answer] of [
      [without, '403 role_missing'],
      [having, `200 ${sub}`],
      [without, '403 role_missing'],
    ] as const)
      expect(await app.ask({ url: '/desk', headers: { authorization: `Bearer ${text}` } })).toBe(answer);
  });

  test.each([[], ['Support'], [''], ['support', 'a b'], ['x'.repeat(33)]])('cannot name %j', (...roles) => {
    expect(() => Roles(...(roles as unknown as [string]))).toThrow();
  });
});

describe('on the wire', () => {
  let bank: StubBank;
  let own: TestDatabase;
  let service: Verifying;
  beforeAll(async () => {
    bank = await new StubBank().start();
    own = await database();
    service = await start(bank.url, own);
  });
  afterAll(async () => {
    await service?.close();
    await bank?.stop();
    await own?.drop();
  });

  test('a missing role is a 403 that names the roles, and leads nobody to a login', async () => {
    const { status, headers, body } = await service.request.get('/api/advice').set({
      accept: 'text/html',
      'sec-fetch-mode': 'navigate',
      authorization: `Bearer ${token({ roles: ['support'] })}`,
    });
    expect(status).toBe(403);
    expect(headers['location']).toBeUndefined();
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['www-authenticate']).toMatch(/^Bearer realm="[^"]+", error="insufficient_scope"$/);
    expect(problem.parse(body)).toMatchObject({
      code: 'role_missing',
      detail: 'This needs the role adviser or auditor.',
      roles: ['adviser', 'auditor'],
    });
  });

  test('who has one is let in, and /api/me tells all', async () => {
    const authorization = `Bearer ${token({ sub, roles: ['adviser', 'support'] })}`;
    expect((await service.request.get('/api/advice').set({ authorization }).expect(200)).body).toEqual({ sub });
    const { body } = await service.request.get('/api/me').set({ authorization }).expect(200);
    expect(body.roles).toEqual(['adviser', 'support']);
  });

  test('the page of another site learns nothing, and no cause for a challenge', async () => {
    const headers = { cookie: `__Secure-latchkey=${cookieToken()}`, 'sec-fetch-site': 'cross-site' };
    const answer = await service.request.post('/api/sensitive').set(headers).expect(403);
    expect(answer.headers['www-authenticate']).toBeUndefined();
  });
});
