import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Metrics } from '@latchkey/service';
import { TcpProxy, testDatabase, type TestDatabase } from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import { login, register, startBank, type Bank } from './bank.js';
import { refresh, tokensOf } from './refresh-client.js';

let database: TestDatabase;
let proxy: TcpProxy;
let bank: Bank;
beforeAll(async () => {
  database = await testDatabase(definition);
  proxy = await new TcpProxy(new URL(database.url)).open();
  bank = await startBank({ REFRESH_GRACE: '1' }, { ...database, url: proxy.url });
  await register(bank, 'ada').expect(201);
});
afterAll(async () => {
  await bank?.close();
  await proxy?.cut();
  await database?.drop();
});

async function figures(pattern: RegExp): Promise<Record<string, number>> {
  const text = await bank.app.get(Metrics).text();
  return Object.fromEntries([...text.matchAll(pattern)].map(([, outcome, value]) => [outcome, Number(value)]));
}
const renewals = () => figures(/^latchkey_refreshes_total\{outcome="(\w+)"\} (\d+)$/gm);
const logins = () => figures(/^latchkey_login_duration_seconds_count\{outcome="(\w+)"\} (\d+)$/gm);

/** By how much each rose that did. */
async function risen(of: typeof renewals, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await of();
  await work();
  const changes = Object.entries(await of()).map(([name, value]) => [name, value - before[name]!] as const);
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

test('a renewal, the same again, and one with an old token are told apart', async () => {
  const { refresh_token: first } = await tokensOf(bank);
  const once = await risen(renewals, () => refresh(bank, first).expect(200));
  const again = await risen(renewals, () => refresh(bank, first).expect(200));
  expect([once, again]).toEqual([{ renewed: 1 }, { repeated: 1 }]);
  const { refresh_token: second } = (await refresh(bank, first).expect(200)).body;
  await refresh(bank, second).expect(200);
  // It ends its session once; from then on the session is over.
  expect(await risen(renewals, () => refresh(bank, first).expect(401))).toEqual({ reused: 1 });
  expect(await risen(renewals, () => refresh(bank, first).expect(401))).toEqual({ over: 1 });
});

test('what is no refresh token of the bank is told apart from what is broken', async () => {
  const { refresh_token: token } = await tokensOf(bank);
  const [version, kid, ...rest] = token.split('.');
  const forged = [version, kid, ...rest.slice(0, -1), `${'A'.repeat(42)}A`].join('.');
  const unknown = [version, 'A'.repeat(16), ...rest].join('.');
  const outcomes = await risen(renewals, async () => {
    for (const text of [forged, unknown, 'x']) await refresh(bank, text).expect(401);
  });
  expect(outcomes).toEqual({ forged: 1, key_withdrawn: 1, malformed: 1 });
});

test('a login that succeeds is told apart from one that is refused', async () => {
  const outcomes = await risen(logins, async () => {
    await login(bank, 'ada').expect(200);
    await login(bank, 'ada', 'a wrong password').expect(401);
  });
  expect(outcomes).toEqual({ success: 1, refused: 1 });
});

test('where the database cannot be asked, logins and renewals count as unavailable', async () => {
  const { refresh_token: token } = await tokensOf(bank);
  await proxy.cut();
  expect(await risen(renewals, () => refresh(bank, token).expect(503))).toEqual({ unavailable: 1 });
  expect(await risen(logins, () => login(bank, 'ada').expect(503))).toEqual({ unavailable: 1 });
});
