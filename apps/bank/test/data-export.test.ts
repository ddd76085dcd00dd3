import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { withoutRecords } from './held-table.js';
import { eventsOf, signIn, sql, type SignedIn } from './signed-in.js';
import { grantRole, signInAs, support } from './staff.js';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
let bank: Bank;
let name: string;
let ada: SignedIn;
let count = 0;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
});
beforeEach(async () => {
  name = `ada-${(count += 1)}`;
  await register(bank, name).expect(201);
  ada = await signIn(bank, name, { agent: 'curl/8.16' });
});
afterAll(() => bank?.close());

const download = ({ headers } = ada) => bank.request.get('/api/export').set(headers).set('User-Agent', 'curl/8.16');

test('a download holds all that the bank has of a person, but the hash of the password', async () => {
  await grantRole(bank, ada.sub, 'adviser');
  const again = await signIn(bank, name, { agent: 'curl/8.16', address: '203.0.113.9' });
  const { body, headers } = await download(again).expect(200);
  expect(body).toEqual({
    service: 'bank',
    exportedAt: TIME,
    sub: ada.sub,
    username: name,
    account: { registeredAt: TIME, passwordChanges: 0 },
    roles: [{ role: 'adviser', grantedAt: TIME }],
    sessions: [
      {
        id: again.sid,
        service: 'bank',
        openedAt: TIME,
        lastUsedAt: TIME,
        expiresAt: TIME,
        endedAt: null,
        endReason: null,
        address: '203.0.113.9',
        userAgent: 'curl/8.16',
      },
      expect.objectContaining({ id: ada.sid, address: '192.0.2.1' }),
    ],
    knownAddresses: [
      { address: '203.0.113.9', lastLoginAt: TIME },
      { address: '192.0.2.1', lastLoginAt: TIME },
    ],
    events: [
      expect.objectContaining({ kind: 'data_exported', userAgent: 'curl/8.16' }),
      expect.objectContaining({ kind: 'login', address: '203.0.113.9', device: 'curl', userAgent: 'curl/8.16' }),
      expect.objectContaining({ kind: 'login', address: '192.0.2.1' }),
      expect.objectContaining({ kind: 'registered' }),
    ],
    leftOut: { sessions: 0, events: 0 },
  });
  expect(headers['content-disposition']).toMatch(/^attachment; filename="bank-ada-\d+-\d{4}-\d\d-\d\d\.json"$/);
  expect(headers['cache-control']).toBe('no-store');
  expect(JSON.stringify(body)).not.toMatch(/\$2b\$|password_?[hH]ash|seed/);
});

test('past sessions are in it, with when and why they ended', async () => {
  const other = await signIn(bank, name);
  await bank.request.post('/api/logout').set(other.headers).expect(204);
  const { body } = await download().expect(200);
  expect(body.sessions[0]).toMatchObject({ id: other.sid, endedAt: TIME, endReason: 'logout' });
});

test('what the support desk did is in it, and not who, or where from', async () => {
  const eve = await signInAs(bank, `eve-${count}`, 'support');
  const reason = 'Asked by phone, ticket 4711';
  await support(bank, 'look', eve, { username: name, reason }).set('User-Agent', 'the desk/1').expect(200);
  const { body } = await download().expect(200);
  const hidden = { device: null, address: null, userAgent: null };
  expect(body.events[1]).toMatchObject({ kind: 'support_looked', note: reason, ...hidden });
  expect(JSON.stringify(body)).not.toMatch(/eve-|the desk/);
});

test('nothing of anybody else is in it', async () => {
  const grace = `grace-${count}`;
  await register(bank, grace).expect(201);
  const other = await signIn(bank, grace, { address: '198.51.100.4' });
  await download(other).expect(200);
  const { text } = await download().expect(200);
  for (const foreign of [grace, other.sub, other.sid, '198.51.100.4']) expect(text).not.toContain(foreign);
});

test('each download is on record; one that cannot be is not given', async () => {
  await download().expect(200);
  expect((await eventsOf(bank, ada)).at(-1)).toMatchObject({ kind: 'data_exported', session_id: ada.sid });
  const answer = await withoutRecords(bank, 'data_exported', async () => download());
  expect(answer.status).toBe(500);
  expect(answer.headers['content-disposition']).toBeUndefined();
});

test('of very many events and sessions the newest are in it, and it says how many are not', async () => {
  await sql(
    bank,
    `INSERT INTO events (id, kind, user_id, at)
     SELECT gen_random_uuid(), 'login', $1, now() - interval '1 day' FROM generate_series(1, 10050)`,
    [ada.sub],
  );
  await sql(
    bank,
    `INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, ended_at, end_reason)
     SELECT gen_random_uuid(), $1, now() - interval '1 day', now(), '', '', now(), 'idle' FROM generate_series(1, 10020)`,
    [ada.sub],
  );
  const { body } = await download().expect(200);
  expect([body.events.length, body.sessions.length]).toEqual([10_000, 10_000]);
  // Registered, logged in, and this download are the newest.
  expect(body.leftOut).toEqual({ events: 53, sessions: 21 });
  expect([body.events[0].kind, body.sessions[0].id]).toEqual(['data_exported', ada.sid]);
});

test('after a logout there is nothing to download, and nobody else is let in', async () => {
  await bank.request.post('/api/logout').set(ada.headers).expect(204);
  expect((await download()).body).toMatchObject({ status: 401, code: 'session_ended' });
  expect((await bank.request.get('/api/export')).body.code).toBe('token_missing');
  await login(bank, name, PASSWORD).expect(200);
});
