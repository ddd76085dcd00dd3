import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { waitUntil } from '@latchkey/testing';
import { runContract } from '../src/commands/contract/contract.command.js';
import { login, register, startBank, type Bank } from './bank.js';
import { captureOutput, withVariables, type CommandOutput } from './command-output.js';
import { claimsOf, refresh, tokensOf } from './refresh-client.js';
import { sql } from './signed-in.js';
import { startStubService, type StubService } from './stub-service.js';

const THIS_RELEASE = { thumbprints: [], signing: null, tokenVersions: [1, 2] };
const RELEASE_BEFORE = { thumbprints: [], signing: null };

let folder: string;
let bank: Bank;
let replica: Bank;
let retirement: StubService;
let output: CommandOutput;
let restore: () => void;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-contract-'));
  bank = await startBank();
  replica = await startBank({}, bank.database);
  retirement = await startStubService('retirement', '/nowhere');
  retirement.replicas.clear();
  retirement.replicas.set('retirement-1', THIS_RELEASE);
  const registry = join(folder, 'registry.json');
  const entries = [
    { id: 'bank', name: 'Bank', url: bank.url.replace('127.0.0.1', 'bank.demo.localhost') },
    { id: 'retirement', name: 'Retirement', url: retirement.url },
  ];
  writeFileSync(registry, JSON.stringify(entries));
  restore = withVariables({ DATABASE_URL: bank.database.url, SSO_REGISTRY_FILE: registry });
  output = captureOutput();
  await register(bank, 'ada').expect(201);
});
afterEach(async () => {
  jest.restoreAllMocks();
  restore();
  await replica?.close();
  await bank?.close();
  await retirement?.stop();
  rmSync(folder, { recursive: true });
});

/** A step, its exit code, and what it printed. */
async function contract(...argv: string[]) {
  output.said.length = 0;
  const code = await runContract(argv);
  return { code, lines: output.said.flatMap((text) => text.split('\n')) };
}

const issuedAt = async (from: Bank) => Number(claimsOf((await tokensOf(from)).access_token)['ver']);
const recorded = () =>
  sql<{ kind: string; detail: Record<string, string> }>(
    bank,
    "SELECT kind, detail FROM events WHERE kind LIKE 'contract_%' ORDER BY at",
  );
/** As it is in a deployment of the release before. */
const atVersion1 = async () => {
  await sql(bank, 'UPDATE token_contract SET version = 1');
  // They have told so as well: it is asked for after each change.
  await waitUntil(async () => (await sql(bank, 'SELECT 1 FROM auth_replicas WHERE issues = 1')).length === 2);
  expect([await issuedAt(bank), await issuedAt(replica)]).toEqual([1, 1]);
};

test('a fresh deployment issues version 2, at every replica', async () => {
  expect([await issuedAt(bank), await issuedAt(replica)]).toEqual([2, 2]);
  const { code, lines } = await contract('status');
  expect(code).toBe(0);
  expect(lines[0]).toMatch(/^the bank issues version 2 since \d{4}-/);
  expect(lines.filter((line) => /^bank: replica \S+ verifies 1, 2, issues 2$/.test(line))).toHaveLength(2);
  expect(lines).toContain('retirement: replica retirement-1 verifies 1, 2');
});

describe('promote', () => {
  beforeEach(atVersion1);

  test('is in force at every replica when it is done, and a session goes on with tokens of the new version', async () => {
    const before = await tokensOf(bank);
    expect(claimsOf(before.access_token)['ver']).toBe(1);
    const { code, lines } = await contract('promote', '--as', 'grace');
    expect([code, lines[0]]).toEqual([0, 'the bank issues version 2']);
    expect([await issuedAt(bank), await issuedAt(replica)]).toEqual([2, 2]);
    await bank.request.get('/api/me').set('Authorization', `Bearer ${before.access_token}`).expect(200);
    const { body } = await refresh(replica, before.refresh_token).expect(200);
    expect(claimsOf(body.access_token)).toMatchObject({ ver: 2, roles: [], rv: 0, client_id: 'bank', trv: 'bearer' });
    expect(await recorded()).toEqual([
      { kind: 'contract_promoted', detail: { version: '2', operator: 'grace', host: hostname() } },
    ]);
  });

  test('is refused, and names each replica that would refuse the tokens', async () => {
    retirement.replicas.set('retirement-2', RELEASE_BEFORE);
    retirement.replicas.set('retirement-3', { ...THIS_RELEASE, tokenVersions: [1, 3] });
    const { code, lines } = await contract('promote');
    expect(code).toBe(1);
    expect(lines).toEqual([
      '✗ retirement: replica retirement-2 does not verify version 2 of the token contract (it verifies 1)',
      '✗ retirement: replica retirement-3 does not verify version 2 of the token contract (it verifies 1, 3)',
      'next: promote, once every replica verifies version 2: check names those that do not',
    ]);
    expect([await issuedAt(bank), await recorded()]).toEqual([1, []]);
  });

  test('is refused while a replica of the bank is of the release before', async () => {
    await sql(
      bank,
      `INSERT INTO auth_replicas (instance, thumbprints, signing, fault, feed_age, seen_at)
       VALUES ('bank-before', '{}', NULL, NULL, 0, clock_timestamp())`,
    );
    const { code, lines } = await contract('check');
    expect(code).toBe(1);
    expect(lines[0]).toBe(
      '✗ bank: replica bank-before does not verify version 2 of the token contract (it verifies 1)',
    );
  });

  test.each([
    ['cannot be reached', () => retirement.stop(), /^✗ retirement cannot be reached: /],
    ['has no replica', async () => retirement.replicas.clear(), /^✗ retirement was asked, but no replica/],
    [
      'answers something else',
      async () => void (retirement.answer = { status: 200, body: '[]' }),
      /^✗ retirement answers/,
    ],
    [
      'does not let us in',
      async () => void (retirement.answer = { status: 401, body: '' }),
      /^✗ retirement does not tell us/,
    ],
  ])('is refused while a service %s, and done without it on the word of the operator', async (_, change, words) => {
    await change();
    expect((await contract('promote')).lines[0]).toMatch(words);
    expect(await issuedAt(bank)).toBe(1);
    expect((await contract('promote', '--without', 'retirement')).code).toBe(0);
    expect(await issuedAt(bank)).toBe(2);
  });

  test('waits with --wait until the last replica was upgraded', async () => {
    retirement.replicas.set('retirement-1', RELEASE_BEFORE);
    setTimeout(() => retirement.replicas.set('retirement-1', THIS_RELEASE), 1500);
    expect((await contract('promote', '--wait', '1')).code).toBe(1);
    expect((await contract('promote', '--wait')).code).toBe(0);
  });

  test('at once, many times: done by each, recorded once', async () => {
    const codes = await Promise.all(Array.from({ length: 5 }, () => runContract(['promote'])));
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    expect(await recorded()).toHaveLength(1);
    expect((await contract('promote')).lines[0]).toBe('the bank issues version 2 already');
  });

  test('reads the report of a later release, which tells more', async () => {
    retirement.replicas.set('retirement-1', { ...THIS_RELEASE, tokenVersions: [1, 2, 3], mood: 'good' } as never);
    expect((await contract('promote')).code).toBe(0);
  });
});

describe('demote', () => {
  test('goes back to version 1 at every replica, and says until when tokens of version 2 may live', async () => {
    const before = await tokensOf(bank);
    const begun = Date.now();
    const { code, lines } = await contract('demote');
    expect([code, lines[0]]).toEqual([0, 'the bank issues version 1']);
    const until = Date.parse(/^tokens of version 2 live until (\S+Z): no service/.exec(lines[1]!)![1]!);
    expect(until).toBeGreaterThanOrEqual(begun + 960_000);
    expect(until).toBeLessThanOrEqual(Date.now() + 960_000);
    expect([await issuedAt(bank), await issuedAt(replica)]).toEqual([1, 1]);
    const { body } = await refresh(replica, before.refresh_token).expect(200);
    expect(Object.keys(claimsOf(body.access_token))).not.toContain('roles');
    await bank.request.get('/api/me').set('Authorization', `Bearer ${before.access_token}`).expect(200);
    expect(await recorded()).toMatchObject([{ kind: 'contract_demoted', detail: { version: '1' } }]);
  });

  test('is done also while a service cannot be reached: every release verifies version 1', async () => {
    await retirement.stop();
    expect((await contract('demote')).code).toBe(0);
  });

  test('waits with --wait for the last token of version 2', async () => {
    const { code, lines } = await contract('demote', '--wait', '--token-ttl', '1', '--margin', '0');
    expect([code, lines[1]]).toEqual([0, 'no token of version 2 lives any more']);
    expect((await contract('demote')).lines[0]).toBe('the bank issues version 1 already');
    expect((await contract('promote')).code).toBe(0);
    expect((await recorded()).map(({ kind }) => kind)).toEqual(['contract_demoted', 'contract_promoted']);
  });
});

test('a row that a later release wrote has the bank issue the newest version that it knows', async () => {
  await sql(bank, 'UPDATE token_contract SET version = 3');
  await waitUntil(async () => (await contract('status')).lines[0]!.startsWith('the bank issues version 3'));
  expect(await issuedAt(bank)).toBe(2);
  expect((await contract('promote')).lines[0]).toBe('the bank issues version 2 already');
  expect((await contract('demote')).code).toBe(0);
  expect(await issuedAt(bank)).toBe(1);
});

test('answers as JSON', async () => {
  await contract('check', '--json');
  expect(JSON.parse(output.said[0]!)).toMatchObject({
    step: 'check',
    done: true,
    words: ['every replica seen verifies version 2'],
    version: 2,
    since: expect.stringMatching(/Z$/),
    services: [{ service: 'bank' }, { service: 'retirement', replicas: [{ instance: 'retirement-1' }] }],
  });
});

test.each([
  [['raise'], 2, 'unknown command'],
  [['promote', '2'], 2, 'too many arguments'],
  [['status', '--wait'], 2, 'unknown option'],
  [['promote', '--at', 'bank'], 2, 'not of the form'],
  [['promote', '--registry', '/nowhere'], 78, 'SSO_REGISTRY_FILE'],
])('%j is refused', async (argv, code, words) => {
  expect((await contract(...argv)).code).toBe(code);
  expect(output.complained.join('\n')).toContain(words);
});

test('a database that is away is said to be away', async () => {
  process.env['DATABASE_URL'] = 'postgres://bank:pass@127.0.0.1:9/bank';
  expect((await contract('status')).code).toBe(1);
  expect(output.complained.join('\n')).toContain('the database at 127.0.0.1:9 does not answer');
  await login(bank, 'ada').expect(200);
});
