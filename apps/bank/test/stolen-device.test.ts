import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MOST_DEVICE_FAILURES, MOST_FAILURES } from '../src/throttle/throttle.rules.js';
import { browserLogin, deviceOf, login, OWN_ORIGIN, PASSWORD, register, startBank, type Bank } from './bank.js';
import { signIn, sql } from './signed-in.js';

const WRONG = 'wrong-horse-battery-staple';
const [OLD, NEW] = ['Qm9yZGVyLWNvbGxpZS1pbi10aGUtcmFpbi1hdC1ub29u', 'VGhlLW5leHQtc2VjcmV0LWlzLWEtbG9uZy1vbmUtdG9v'];
let bank: Bank;
let ada = '';
let device = '';
let people = 0;
let addresses = 0;
const elsewhere = () => `2001:db8:2:${(addresses += 1).toString(16)}::1`;

/** Whether a browser with this cookie is let in where strangers are not. */
async function isKnown(cookie: string, at = bank, username = ada): Promise<boolean> {
  await sql(bank, "UPDATE login_counts SET counted = forgiven + $1 WHERE key LIKE 'account:%'", [MOST_FAILURES]);
  const { status } = await browserLogin(at, username, { address: elsewhere(), cookie });
  return status === 200;
}

beforeAll(async () => {
  bank = await startBank();
});
beforeEach(async () => {
  ada = `ada-${(people += 1)}`;
  await register(bank, ada).expect(201);
  device = deviceOf(await browserLogin(bank, ada).expect(200));
});
afterAll(() => bank?.close());

describe('a device cookie', () => {
  test('gives a thief few guesses, whatever addresses they come from', async () => {
    let compared = 0;
    await sql(bank, "UPDATE login_counts SET counted = forgiven + $1 WHERE key LIKE 'account:%'", [MOST_FAILURES]);
    for (let i = 0; i < MOST_DEVICE_FAILURES + 10; i += 1) {
      const answer = await browserLogin(bank, ada, { password: WRONG, address: elsewhere(), cookie: device });
      if (answer.status === 401) compared += 1;
      await sql(bank, "UPDATE login_counts SET last_at = last_at - interval '1 hour' WHERE key LIKE 'device:%'");
    }
    expect(compared).toBe(MOST_DEVICE_FAILURES);
    await browserLogin(bank, ada, { address: elsewhere(), cookie: device }).expect(429);
  });

  test('is of no use at another account', async () => {
    const grace = `grace-${people}`;
    await register(bank, grace).expect(201);
    await login(bank, grace).expect(200);
    expect(await isKnown(device, bank, grace)).toBe(false);
    expect(await isKnown(device)).toBe(true);
  });

  test('opens nothing by itself', async () => {
    await bank.request.get('/api/me').set('Cookie', device).expect(401);
    await browserLogin(bank, ada, { password: WRONG, cookie: device }).expect(401);
  });

  test.each([
    ['an altered day', (text: string) => text.replace(/=\d{5}/, '=29999')],
    ['an altered id', (text: string) => text.replace(/\.[\w-]{22}\./, `.${'A'.repeat(22)}.`)],
    ['an altered mac', (text: string) => `${text.slice(0, -3)}AAA`],
    ['no mac', (text: string) => text.slice(0, text.lastIndexOf('.'))],
    ['a thousand entries', (text: string) => `${text.split('=')[0]}=${'x~'.repeat(1_000)}${text.split('=')[1]}`],
  ])('with %s is none', async (_, alter) => {
    expect(await isKnown(alter(device))).toBe(false);
    expect(await isKnown(device)).toBe(true);
  });

  test('outlives a logout, and is renewed by the next login', async () => {
    const { cookies } = await signIn(bank, ada);
    const own = { Origin: OWN_ORIGIN, 'Sec-Fetch-Site': 'same-origin' };
    const { headers } = await bank.request.post('/api/logout').set(own).set(cookies).expect(204);
    expect(String(headers['set-cookie'])).not.toContain('device');
    const [, id] = device.split('.');
    expect(deviceOf(await browserLogin(bank, ada, { cookie: device }).expect(200)).split('.')[1]).toBe(id);
  });

  test('of several people at one browser knows each of them', async () => {
    const grace = `grace-${people}`;
    await register(bank, grace).expect(201);
    const both = deviceOf(await browserLogin(bank, grace, { cookie: device }).expect(200));
    expect(await isKnown(both)).toBe(true);
    expect(await isKnown(both, bank, grace)).toBe(true);
  });

  test('is not given to programs', async () => {
    expect(deviceOf(await login(bank, ada).expect(200))).toBe('');
  });
});

describe('a new password', () => {
  const change = async (cookie: string) => {
    const { headers } = await signIn(bank, ada);
    const body = { currentPassword: PASSWORD, newPassword: 'another-horse-and-its-staple' };
    return bank.request.post('/api/password').set(headers).set('Cookie', cookie).send(body).expect(204);
  };
  const isKnownNow = async (cookie: string) => {
    await sql(bank, "UPDATE login_counts SET counted = forgiven + $1 WHERE key LIKE 'account:%'", [MOST_FAILURES]);
    const password = 'another-horse-and-its-staple';
    return (await browserLogin(bank, ada, { password, address: elsewhere(), cookie })).status === 200;
  };

  test('makes the browser that asked known again, and all others unknown', async () => {
    const other = deviceOf(await browserLogin(bank, ada).expect(200));
    const renewed = deviceOf(await change(device));
    expect(await isKnownNow(other)).toBe(false);
    expect(await isKnownNow(device)).toBe(false);
    expect(await isKnownNow(renewed)).toBe(true);
  });

  test('makes no browser known that did not say that it was one', async () => {
    expect(deviceOf(await change(''))).toBe('');
  });
});

test('a replaced REFRESH_SECRET knows the devices for as long as it is in the list', async () => {
  const replicas = [];
  for (const REFRESH_SECRET of [OLD, `${NEW},${OLD}`, NEW])
    replicas.push(await startBank({ REFRESH_SECRET }, bank.database));
  const [before, during, after] = replicas as [Bank, Bank, Bank];
  try {
    const old = deviceOf(await browserLogin(before, ada).expect(200));
    expect(await isKnown(old, after)).toBe(false);
    const renewed = deviceOf(await browserLogin(during, ada, { address: elsewhere(), cookie: old }));
    expect(renewed).not.toBe('');
    expect(await isKnown(renewed, after)).toBe(true);
  } finally {
    for (const one of replicas) await one.close();
  }
});
