import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PasswordsService } from '../src/passwords/passwords.service.js';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { endOf, signIn, sql } from './signed-in.js';

// While a release is rolled out, replicas of the one before still write to the new schema: these are its statements.
const INSERT_USER =
  'INSERT INTO users (id, username, password_hash, created_at) VALUES ($1, $2, $3, DEFAULT) RETURNING created_at';
const INSERT_SESSION = `
  INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, ended_at, end_reason)
  VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL)`;
const END_SESSION =
  'UPDATE sessions SET ended_at = $3, end_reason = $4 WHERE id = $1 AND user_id = $2 AND ended_at IS NULL';
const REHASH = 'UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2';

const PLACE = { address: '192.0.2.1', account: 'ada' };
let bank: Bank;
beforeAll(async () => {
  bank = await startBank();
  await register(bank, 'ada').expect(201);
});
afterAll(() => bank?.close());

const oldLogin = async (sub: string) => {
  const [sid, now] = [randomUUID(), Date.now()];
  const limits = [new Date(now), new Date(now + 43_200_000)];
  await sql(bank, INSERT_SESSION, [sid, sub, ...limits, '192.0.2.33', 'curl/8']);
  return sid;
};

test('a user that the previous release registered can log in', async () => {
  const [{ password_hash: hash } = { password_hash: '' }] = await sql<{ password_hash: string }>(
    bank,
    "SELECT password_hash FROM users WHERE username = 'ada'",
  );
  await sql(bank, INSERT_USER, [randomUUID(), 'grace', hash]);
  await login(bank, 'grace', PASSWORD).expect(200);
});

test('a password that it took, of fewer characters than a new one needs, goes on', async () => {
  const hash = await bank.app.get(PasswordsService).hash('🦄🦄', PLACE);
  await sql(bank, INSERT_USER, [randomUUID(), 'unicorn', hash]);
  await login(bank, 'unicorn', '🦄🦄').expect(200);
});

test('a session that it opened is listed, and can be ended', async () => {
  const one = await signIn(bank, 'ada');
  const sid = await oldLogin(one.sub);
  const { body } = await bank.request.get('/api/sessions').set(one.headers).expect(200);
  expect(body.sessions).toContainEqual(expect.objectContaining({ id: sid, address: '192.0.2.33', current: false }));
  await bank.request.delete(`/api/sessions/${sid}`).set(one.headers).expect(204);
  expect(await endOf(bank, { sid })).toBe('other_device');
});

test('its logout ends a session of this release', async () => {
  const one = await signIn(bank, 'ada');
  await sql(bank, END_SESSION, [one.sid, one.sub, new Date(), 'logout']);
  const { body } = await bank.request.get('/api/sessions').set((await signIn(bank, 'ada')).headers);
  expect(body.sessions.map(({ id }: { id: string }) => id)).not.toContain(one.sid);
});

test('a hash that it stores at another cost disturbs no login', async () => {
  const { sub } = await signIn(bank, 'ada');
  const [row] = await sql<{ password_hash: string }>(bank, 'SELECT password_hash FROM users WHERE id = $1', [sub]);
  const hash = row!.password_hash;
  expect(await sql(bank, REHASH, [sub, hash, hash])).toEqual([[], 1]);
  await login(bank, 'ada').expect(200);
});
