import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { login, pageLogin, OWN_ORIGIN, register, startBank, type Bank } from './bank.js';

let bank: Bank;
beforeAll(async () => {
  bank = await startBank();
  await register(bank, 'ada').expect(201);
});
afterAll(() => bank?.close());

describe('a login', () => {
  test('answers a token that the bank knows the caller by', async () => {
    const { body } = await login(bank, 'ada').expect(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.stringMatching(/^v1\.[\w-]{16}\.[0-9a-f-]{36}\.1\.[\w-]{43}\.[\w-]{43}$/),
    });
    const me = await bank.request.get('/api/me').set('Authorization', `Bearer ${body.access_token}`).expect(200);
    expect(me.body).toMatchObject({ username: 'ada', sub: expect.any(String), sid: expect.any(String) });
  });

  test('takes the username in any case', async () => {
    await login(bank, 'ADA').expect(200);
  });

  test('sets no cookie for programs', async () => {
    const { headers } = await login(bank, 'ada').expect(200);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('opens a new session each time', async () => {
    const sids = new Set<string>();
    for (let i = 0; i < 3; i += 1) {
      const { body } = await login(bank, 'ada');
      const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString());
      sids.add(claims.sid);
    }
    expect(sids.size).toBe(3);
  });

  test.each([
    ['a wrong password', 'ada', 'wrong-horse-battery-staple'],
    ['an unknown username', 'nobody', 'correct-horse-battery-staple'],
    ['what can be no username', 'a d a', 'correct-horse-battery-staple'],
    ['a username with a Kelvin sign for its k', '\u212Aim', 'correct-horse-battery-staple'],
    ['a username with NUL', 'ada\0', 'correct-horse-battery-staple'],
    ['a password in another case', 'ada', 'Correct-horse-battery-staple'],
    ['a password with a space at its end', 'ada', 'correct-horse-battery-staple '],
  ])('refuses %s with the same words', async (_, username, password) => {
    const { status, body, headers } = await login(bank, username, password);
    expect({ status, code: body.code, detail: body.detail }).toEqual({
      status: 401,
      code: 'invalid_credentials',
      detail: 'Invalid username/password',
    });
    expect(headers['www-authenticate']).toMatch(/^Bearer realm=/);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test.each([
    ['no member', {}],
    ['no password', { username: 'ada' }],
    ['a password that is no text', { username: 'ada', password: 12345678 }],
    ['a list of passwords', { username: 'ada', password: ['correct-horse-battery-staple'] }],
    ['a member that it does not know', { username: 'ada', password: 'correct-horse-battery-staple', admin: true }],
    ['another transport', { username: 'ada', password: 'correct-horse-battery-staple', transport: 'carrier-pigeon' }],
  ])('refuses a body with %s', async (_, sent) => {
    const { status, body } = await bank.request.post('/api/login').send(sent);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_body' });
  });
});

describe('a login from a page', () => {
  test('sets the access, refresh, hint and device cookies with exactly these flags, and answers no token', async () => {
    const { body, headers } = await pageLogin(bank, 'ada', {
      'Sec-Fetch-Site': 'same-origin',
      Origin: OWN_ORIGIN,
    }).expect(200);
    expect(body).toEqual({ token_type: 'Cookie', expires_in: 900 });
    const [access, refresh, hint, device, ...others] = headers['set-cookie'] as unknown as string[];
    expect(others).toEqual([]);
    expect(access).toMatch(
      /^__Secure-latchkey=[\w-]+\.[\w-]+\.[\w-]+; Domain=demo\.localhost; Path=\/; Max-Age=4(3200|31\d\d); Secure; HttpOnly; SameSite=Lax$/,
    );
    expect(refresh).toMatch(
      /^__Host-latchkey-refresh=v1\.[\w.-]+; Path=\/; Max-Age=4(3200|31\d\d); Secure; HttpOnly; SameSite=Strict$/,
    );
    expect(hint).toMatch(
      /^latchkey-hint=[\w-]{11}; Domain=demo\.localhost; Path=\/; Max-Age=4(3200|31\d\d); Secure; SameSite=Lax$/,
    );
    expect(device).toMatch(
      /^__Host-latchkey-device=\d{5}\.[\w-]{22}\.[\w-]{43}; Path=\/; Max-Age=34560000; Secure; HttpOnly; SameSite=Strict$/,
    );
    expect(access!.length).toBeLessThan(1024);
    const cookies = [access, refresh].map((cookie) => cookie!.split(';')[0]).join('; ');
    await bank.request.get('/api/me').set('Cookie', cookies).expect(200);
  });

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    [
      'another service of the deployment',
      { 'Sec-Fetch-Site': 'same-site', Origin: 'http://retirement.demo.localhost:3002' },
    ],
    ['the address line', { 'Sec-Fetch-Site': 'none' }],
    ['a foreign origin in an old browser', { Origin: 'https://evil.example' }],
    ['the opaque origin', { Origin: 'null' }],
    ['nowhere', {}],
  ] as [string, Record<string, string>][])('is refused to a page of %s', async (_, headers) => {
    const { status, body, headers: answered } = await pageLogin(bank, 'ada', headers);
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'csrf_refused' });
    expect(answered['set-cookie']).toBeUndefined();
  });

  test('passes with its own origin in a browser that sends no Sec-Fetch-Site', async () => {
    await pageLogin(bank, 'ada', { Origin: OWN_ORIGIN }).expect(200);
  });
});
