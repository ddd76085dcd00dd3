import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { runUsers } from '../src/commands/users.command.js';
import { login, register, startBank, type Bank } from './bank.js';
import { captureOutput, withVariables } from './command-output.js';
import { endOf, eventsOf, signIn, sql } from './signed-in.js';

let bank: Bank;
let ada: string;
let count = 0;
let said: string[];
let complained: string[];
let restore: () => void;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ADDRESS: '0' });
});
beforeEach(async () => {
  restore = withVariables({ DATABASE_URL: bank.database.url });
  ({ said, complained } = captureOutput());
  ada = `ada-${(count += 1)}`;
  await register(bank, ada).expect(201);
});
afterEach(() => {
  jest.restoreAllMocks();
  restore();
});
afterAll(() => bank?.close());

describe('a user who is disabled', () => {
  test('loses all sessions, and may neither log in nor refresh', async () => {
    const { body } = await login(bank, ada).expect(200);
    const one = await signIn(bank, ada);
    expect(await runUsers(['disable', ada.toUpperCase()])).toBe(0);
    expect(said).toEqual([`${ada} is disabled; 2 sessions ended.`]);
    expect(await endOf(bank, one)).toBe('ended_by_bank');
    expect((await login(bank, ada)).body).toMatchObject({ status: 403, code: 'account_disabled' });
    const refresh = await bank.request.post('/api/refresh').send({ refresh_token: body.refresh_token });
    expect(refresh.body).toMatchObject({ status: 401, code: 'session_ended', endReason: 'ended_by_bank' });
    expect((await eventsOf(bank, one)).slice(-2)).toMatchObject([
      { kind: 'user_disabled', detail: { sessions: '2', operator: expect.any(String), host: hostname() } },
      { kind: 'login_refused', detail: { reason: 'account_disabled' } },
    ]);
  });

  test('is told so only after the right password', async () => {
    await runUsers(['disable', ada]);
    const wrong = await login(bank, ada, 'wrong-horse-battery-staple');
    const unknown = await login(bank, 'nobody-at-all', 'wrong-horse-battery-staple');
    const words = ({ status, body }: typeof wrong) => ({ status, code: body.code, detail: body.detail });
    expect(words(wrong)).toEqual(words(unknown));
    expect(words(wrong)).toMatchObject({ status: 401, code: 'invalid_credentials' });
  });

  test('may log in again once enabled, with a new session', async () => {
    const one = await signIn(bank, ada);
    await runUsers(['disable', ada]);
    expect(await runUsers(['enable', ada, '--json'])).toBe(0);
    expect(JSON.parse(said[1]!)).toEqual({ step: 'enable', username: ada, changed: true, sessionsEnded: 0 });
    await login(bank, ada).expect(200);
    expect(await endOf(bank, one)).toBe('ended_by_bank');
    expect((await eventsOf(bank, one)).map(({ kind }) => kind)).toContain('user_enabled');
  });
});

test('a step that was taken already is done, and leaves no second record', async () => {
  const one = await signIn(bank, ada);
  for (const step of ['disable', 'disable', 'enable', 'enable', 'end-sessions']) {
    expect(await runUsers([step, ada])).toBe(0);
  }
  expect(said).toEqual([
    `${ada} is disabled; 1 session ended.`,
    `${ada} is disabled already; 0 sessions ended.`,
    `${ada} is enabled.`,
    `${ada} is enabled already.`,
    `${ada}: 0 sessions ended.`,
  ]);
  const kinds = (await eventsOf(bank, one)).map(({ kind }) => kind);
  expect(kinds).toEqual(['registered', 'login', 'user_disabled', 'user_enabled']);
});

test('ending the sessions of a user leaves them free to log in', async () => {
  const one = await signIn(bank, ada);
  expect(await runUsers(['end-sessions', ada])).toBe(0);
  expect(said).toEqual([`${ada}: 1 session ended.`]);
  expect(await endOf(bank, one)).toBe('ended_by_bank');
  expect((await eventsOf(bank, one)).at(-1)).toMatchObject({ kind: 'sessions_ended_by_bank' });
  await login(bank, ada).expect(200);
});

test('no login slips past a disable that runs at the same time', async () => {
  for (let round = 0; round < 3; round += 1) {
    const logins = Array.from({ length: 4 }, () => login(bank, ada).then((answer) => answer));
    await runUsers(['disable', ada]);
    await Promise.all(logins);
    const active = `SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.username = $1 AND ended_at IS NULL`;
    expect(await sql(bank, active, [ada])).toEqual([]);
    await runUsers(['enable', ada]);
  }
});

test('the record of a step names who took it, and where; the person is not told', async () => {
  const one = await signIn(bank, ada);
  process.env['LATCHKEY_OPERATOR'] = 'from the environment';
  try {
    await runUsers(['end-sessions', ada, '--as', 'grace\u202e\n of the night shift']);
    await runUsers(['disable', ada]);
  } finally {
    delete process.env['LATCHKEY_OPERATOR'];
  }
  await runUsers(['enable', ada]);
  const told = (await eventsOf(bank, one)).slice(-3);
  expect(told.map(({ detail }) => detail['operator']).slice(0, 2)).toEqual([
    'grace of the night shift',
    'from the environment',
  ]);
  expect(told.every(({ detail }) => detail['host'] === hostname() && detail['operator'] !== '')).toBe(true);
  const { body } = await bank.request
    .get('/api/events')
    .set((await signIn(bank, ada)).headers)
    .expect(200);
  expect(JSON.stringify(body)).not.toContain('night shift');
});

describe('the command refuses', () => {
  test.each([
    ['a user that is not there', ['disable', 'nobody'], 1, 'there is no user "nobody"'],
    ['what can be no user', ['enable', 'a d a'], 1, 'there is no user "a d a"'],
    ['a step that it does not know', ['remove', 'ada'], 2, 'unknown command'],
    ['no name', ['disable'], 2, 'missing required argument'],
    ['two names', ['disable', 'ada', 'grace'], 2, 'too many arguments'],
    ['an option that it does not know', ['disable', 'ada', '--force'], 2, 'unknown option'],
    ['nothing at all', [], 2, 'Usage'],
  ])('%s', async (_, argv, code, words) => {
    expect(await runUsers(argv)).toBe(code);
    expect(complained.join('\n')).toContain(words);
    expect(said).toEqual([]);
  });

  test('a bad configuration with 78, and a database that is away with 1', async () => {
    process.env['DATABASE_URL'] = 'mysql://nowhere';
    expect(await runUsers(['disable', ada])).toBe(78);
    expect(complained.join('\n')).toContain('DATABASE_URL');
    process.env['DATABASE_URL'] = 'postgres://bank:pass@127.0.0.1:9/bank';
    expect(await runUsers(['disable', ada])).toBe(1);
    expect(complained.join('\n')).toContain('the database at 127.0.0.1:9 does not answer');
  });

  test('and explains itself on demand', async () => {
    expect(await runUsers(['--help'])).toBe(0);
    for (const step of ['disable', 'enable', 'end-sessions']) expect(said.join('\n')).toContain(step);
  });
});
