import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { PasswordsService } from '../src/passwords/passwords.service.js';
import { runUsers } from '../src/commands/users.command.js';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { until } from './feed-reader.js';
import { holdTable, type HeldTable } from './held-table.js';
import { signIn, sql, type SignedIn } from './signed-in.js';

let bank: Bank;
let ada: string;
let count = 0;
beforeAll(async () => {
  bank = await startBank({ PASSWORD_COST: '10', THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  // What a bank records of its keys at boot would wait at the held lock, and be taken for who is expected there.
  await until(async () => (await sql(bank, "SELECT 1 FROM events WHERE kind = 'key_promoted'")).length > 0);
  process.env['DATABASE_URL'] = bank.database.url;
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
});
beforeEach(async () => {
  ada = `ada-${(count += 1)}`;
  await register(bank, ada).expect(201);
});
afterAll(() => bank?.close());

/** Holds every transaction at the record of its event, the last thing it does before it commits. */
async function holdCommits(): Promise<HeldTable> {
  // Without the work of a hash: what waits at the held lock waits for less than the limit of a statement.
  const matches = jest.spyOn(bank.app.get(PasswordsService), 'verify').mockResolvedValue('right');
  const held = await holdTable(bank, 'events');
  return { ...held, release: () => held.release().finally(() => matches.mockRestore()) };
}

const active = async (sub: string) =>
  (await sql<{ id: string }>(bank, 'SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [sub])).map(
    ({ id }) => id,
  );

async function changePassword({ headers }: SignedIn) {
  const passwords = bank.app.get(PasswordsService);
  const matches = jest.spyOn(passwords, 'verify').mockResolvedValue('right');
  const hash = jest.spyOn(passwords, 'hash').mockResolvedValue(`$2b$10$${'x'.repeat(53)}`);
  const body = { currentPassword: PASSWORD, newPassword: 'another-horse-and-its-staple' };
  const answer = await bank.request.post('/api/password').set(headers).send(body);
  matches.mockRestore();
  hash.mockRestore();
  return answer;
}
const everywhere = ({ headers }: SignedIn) => bank.request.post('/api/logout/everywhere').set(headers);

const endings: [string, (asking: SignedIn) => Promise<unknown>, boolean][] = [
  ['a new password', (asking) => changePassword(asking), true],
  ['a logout everywhere', (asking) => everywhere(asking).expect(204), false],
  ['a disabled account', () => runUsers(['disable', ada]), false],
  ['the end of all sessions by the bank', () => runUsers(['end-sessions', ada]), false],
];

describe('a login that has opened its session, and not yet committed', () => {
  test.each(endings)('does not survive %s', async (_, end, keepsAsking) => {
    const asking = await signIn(bank, ada);
    const hold = await holdCommits();
    const logging = login(bank, ada).then((answer) => answer);
    await hold.waiting(1);
    const ending = end(asking).then((done) => done);
    await hold.waiting(2);
    await hold.release();
    expect((await logging).status).toBe(200);
    await ending;
    expect(await active(asking.sub)).toEqual(keepsAsking ? [asking.sid] : []);
  });
});

describe('a login that comes while it is being decided', () => {
  test.each([
    ['a new password', (asking: SignedIn) => changePassword(asking), { status: 401, code: 'invalid_credentials' }],
    ['a disabled account', () => runUsers(['disable', ada]), { status: 403, code: 'account_disabled' }],
  ] as const)('waits for %s, and is refused', async (_, end, refusal) => {
    const asking = await signIn(bank, ada);
    const hold = await holdCommits();
    const ending = end(asking).then((done) => done);
    await hold.waiting(1);
    const logging = login(bank, ada).then((answer) => answer);
    await hold.waiting(2);
    await hold.release();
    await ending;
    expect((await logging).body).toMatchObject(refusal);
    expect((await active(asking.sub)).filter((id) => id !== asking.sid)).toEqual([]);
  });
});

test('a session that is ended while its new password is hashed changes no password', async () => {
  const asking = await signIn(bank, ada);
  const passwords = bank.app.get(PasswordsService);
  const hash = jest.spyOn(passwords, 'hash').mockImplementation(async () => {
    await bank.request.post('/api/logout').set(asking.headers).expect(204);
    return `$2b$10$${'x'.repeat(53)}`;
  });
  const body = { currentPassword: PASSWORD, newPassword: 'another-horse-and-its-staple' };
  const answer = await bank.request.post('/api/password').set(asking.headers).send(body);
  hash.mockRestore();
  expect(answer.body).toMatchObject({ status: 401, code: 'session_ended' });
  await login(bank, ada, PASSWORD).expect(200);
});

test('all who end sessions of one person at once come to an end, without a deadlock', async () => {
  const sessions: SignedIn[] = [];
  for (let i = 0; i < 6; i += 1) sessions.push(await signIn(bank, ada));
  const answers = await Promise.all([
    ...sessions.slice(0, 3).map((one) => everywhere(one)),
    changePassword(sessions[3]!),
    ...sessions.slice(4).map(({ headers }) => bank.request.post('/api/logout').set(headers)),
    ...sessions.slice(1).map(({ sid }) => bank.request.delete(`/api/sessions/${sid}`).set(sessions[0]!.headers)),
  ]);
  for (const { status } of answers) expect(status).toBeLessThan(500);
  expect((await active(sessions[0]!.sub)).length).toBeLessThanOrEqual(1);
});
