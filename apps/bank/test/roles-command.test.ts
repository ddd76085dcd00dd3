import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { runUsers } from '../src/commands/users.command.js';
import { register, startBank, type Bank } from './bank.js';
import { captureOutput, withVariables } from './command-output.js';
import { eventsOf, sql } from './signed-in.js';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-roles-'));
const registry = join(folder, 'registry.json');
const names = Array.from({ length: 17 }, (_, index) => `r-${index}`);

let bank: Bank;
let ada: string;
let sub: string;
let count = 0;
let said: string[];
let complained: string[];
let restore: () => void;
beforeAll(async () => {
  writeFileSync(
    registry,
    JSON.stringify([
      { id: 'bank', name: 'Bank', url: 'http://bank.demo.localhost:3001', roles: ['support', ...names] },
      {
        id: 'retirement',
        name: 'Retirement',
        url: 'http://retirement.demo.localhost:3002',
        roles: ['adviser', 'ad-9'],
      },
    ]),
  );
  bank = await startBank({ THROTTLE_ADDRESS: '0' });
});
beforeEach(async () => {
  restore = withVariables({ DATABASE_URL: bank.database.url, SSO_REGISTRY_FILE: registry });
  ({ said, complained } = captureOutput());
  ada = `ada-${(count += 1)}`;
  sub = (await register(bank, ada).expect(201)).body.id;
});
afterEach(() => {
  jest.restoreAllMocks();
  restore();
});
afterAll(async () => {
  await bank?.close();
  rmSync(folder, { recursive: true });
});

const rights = async () => {
  const [row] = await sql<{ version: number; changed: boolean }>(
    bank,
    'SELECT rights_version AS version, rights_changed_at IS NOT NULL AS changed FROM users WHERE id = $1',
    [sub],
  );
  return row!;
};

test('a role is given, shown and taken, and each change raises the version of the rights', async () => {
  expect(await rights()).toEqual({ version: 0, changed: false });
  expect(await runUsers(['grant', ada.toUpperCase(), 'support'])).toBe(0);
  expect(await runUsers(['grant', ada, 'ad-9'])).toBe(0);
  expect(await runUsers(['grant', ada, 'adviser'])).toBe(0);
  expect(await rights()).toEqual({ version: 3, changed: true });
  expect(await runUsers(['roles', ada])).toBe(0);
  expect(await runUsers(['revoke', ada, 'ad-9', '--json'])).toBe(0);
  expect(await rights()).toMatchObject({ version: 4 });
  expect(said).toEqual([
    `${ada} was given support; roles: support.`,
    `${ada} was given ad-9; roles: ad-9, support.`,
    `${ada} was given adviser; roles: ad-9, adviser, support.`,
    `${ada}: ad-9, adviser, support.`,
    JSON.stringify({ step: 'revoke', username: ada, changed: true, roles: ['adviser', 'support'] }),
  ]);
});

test('what is so already changes nothing, and leaves no record', async () => {
  for (const step of ['revoke', 'grant', 'grant', 'revoke', 'revoke'])
    expect(await runUsers([step, ada, 'support'])).toBe(0);
  expect(said).toEqual([
    `${ada} did not have "support"; roles: none.`,
    `${ada} was given support; roles: support.`,
    `${ada} already has support; roles: support.`,
    `${ada} no longer has support; roles: none.`,
    `${ada} did not have "support"; roles: none.`,
  ]);
  expect(await rights()).toMatchObject({ version: 2 });
  expect((await eventsOf(bank, { sub })).map(({ kind }) => kind)).toEqual([
    'registered',
    'role_granted',
    'role_revoked',
  ]);
});

test('the record names the role and who gave it, and the person is told the role alone', async () => {
  await runUsers(['grant', ada, 'support', '--as', 'grace of the night shift']);
  expect((await eventsOf(bank, { sub })).at(-1)).toMatchObject({
    kind: 'role_granted',
    detail: { role: 'support', operator: 'grace of the night shift', host: hostname() },
  });
  const { body } = await bank.request
    .post('/api/login')
    .send({ username: ada, password: 'correct-horse-battery-staple' });
  const headers = { Authorization: `Bearer ${body.access_token}` };
  const { body: told } = await bank.request.get('/api/events').set(headers).expect(200);
  expect(told.events).toContainEqual(expect.objectContaining({ kind: 'role_granted', role: 'support' }));
  expect(JSON.stringify(told)).not.toContain('night shift');
});

describe('a role that no service declares', () => {
  test('is not given, and the declared ones are listed', async () => {
    expect(await runUsers(['grant', ada, 'root'])).toBe(1);
    expect(complained[0]).toMatch(
      /^users: no service declares the role "root": declared are ad-9, adviser, r-0, .*support\.$/,
    );
    expect(await rights()).toMatchObject({ version: 0 });
  });

  test('is taken all the same', async () => {
    await sql(bank, `INSERT INTO user_roles (user_id, role) VALUES ($1, 'retired')`, [sub]);
    expect(await runUsers(['revoke', ada, 'retired'])).toBe(0);
    expect(await rights()).toMatchObject({ version: 1 });
  });

  test('is any, where none is declared', async () => {
    process.env['SSO_REGISTRY_FILE'] = join(folder, 'none.json');
    const bare = [{ id: 'bank', name: 'Bank', url: 'http://bank.demo.localhost:3001' }];
    writeFileSync(process.env['SSO_REGISTRY_FILE'], JSON.stringify(bare));
    expect(await runUsers(['grant', ada, 'support'])).toBe(1);
    expect(complained).toEqual(['users: no service declares the role "support": none is declared.']);
  });
});

test('a seventeenth role is refused, also when they are given at once', async () => {
  const codes = await Promise.all(names.map((name) => runUsers(['grant', ada, name])));
  expect(codes.filter((code) => code === 0)).toHaveLength(16);
  expect(complained).toEqual([`users: ${ada} has 16 roles, and a token carries no more: revoke one first.`]);
  expect(await rights()).toMatchObject({ version: 16 });
  expect(await sql(bank, 'SELECT 1 FROM user_roles WHERE user_id = $1', [sub])).toHaveLength(16);
});

test('one role given and taken at once, many times, ends in a state that the version counts', async () => {
  const steps = Array.from({ length: 12 }, (_, index) => (index % 2 ? 'grant' : 'revoke'));
  await Promise.all(steps.map((step) => runUsers([step, ada, 'support'])));
  const recorded = (await eventsOf(bank, { sub })).filter(({ kind }) => kind.startsWith('role_'));
  expect(await rights()).toMatchObject({ version: recorded.length });
  expect(await sql(bank, 'SELECT 1 FROM user_roles WHERE user_id = $1', [sub])).toHaveLength(recorded.length % 2);
});

test.each([
  ['a user that is not there', ['grant', 'nobody', 'support'], 1, 'there is no user "nobody"'],
  ['the roles of a user that is not there', ['roles', 'nobody'], 1, 'there is no user "nobody"'],
  ['a grant of no role', ['grant', 'ada'], 2, 'missing required argument'],
  ['two roles', ['revoke', 'ada', 'support', 'adviser'], 2, 'too many arguments'],
])('%s is refused', async (_, argv, code, words) => {
  expect(await runUsers(argv)).toBe(code);
  expect(complained.join('\n')).toContain(words);
  expect(said).toEqual([]);
});

test('a registry that cannot be read keeps nothing but a grant from being done', async () => {
  process.env['SSO_REGISTRY_FILE'] = '/nowhere/registry.json';
  expect(await runUsers(['grant', ada, 'support'])).toBe(78);
  expect(complained.join('\n')).toContain('SSO_REGISTRY_FILE');
  for (const step of [
    ['revoke', ada, 'support'],
    ['roles', ada],
    ['disable', ada],
  ])
    expect(await runUsers(step)).toBe(0);
});
