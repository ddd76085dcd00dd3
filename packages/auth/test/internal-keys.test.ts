import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TEST_SECRET, type TestDatabase, StubBank } from '@latchkey/testing';
import { Database } from '@latchkey/service';
import pg from 'pg';
import { keyReport, type KeyReport } from '@latchkey/verifier/contract';
import { keySetOfFile } from '@latchkey/verifier';
import { kidOf, octJwk } from '@latchkey/testing/tokens';
import { database, start, until, type Verifying } from './support/verifying-service.js';

// The first is the one that the bank of this test signs with.
const [one, two] = [octJwk(Buffer.from(TEST_SECRET), kidOf(TEST_SECRET)), octJwk(randomBytes(32), 'k2')];
const setOf = (...keys: object[]): string => JSON.stringify({ keys });
const printOf = (key: object): string =>
  keySetOfFile(setOf(key), { holdsPrivateKeys: false }).byKid.values().next().value!.thumbprint;

const bank = new StubBank();
const folder = mkdtempSync(join(tmpdir(), 'latchkey-keys-'));
const path = join(folder, 'keys.json');
let own: TestDatabase;
let client: pg.Client;
let service: Verifying;
let replica: Verifying;
beforeAll(async () => {
  writeFileSync(path, setOf(one));
  await bank.start();
  own = await database();
  client = new pg.Client(own.url);
  await client.connect();
  const env = { JWT_SECRET: undefined, JWT_KEYS_FILE: path, TOKEN_TTL: '600' };
  service = await start(bank.url, own, env);
  replica = await start('http://127.0.0.1:9', own, env);
});
afterAll(async () => {
  await service?.close();
  await replica?.close();
  await client?.end();
  await bank.stop();
  await own?.drop();
  rmSync(folder, { recursive: true });
});

const report = async (of = service): Promise<KeyReport> => {
  const { status, body } = await of.request.get('/internal/keys');
  expect(status).toBe(200);
  return keyReport.parse(body);
};
const prints = async (): Promise<string[][]> => (await report()).replicas.map(({ thumbprints }) => thumbprints);

test('every replica is seen through any of them, with thumbprints and nothing more of its keys', async () => {
  const seen = await until(report, ({ replicas }) => replicas.length === 2);
  expect([seen.service, seen.tokenTtl]).toEqual(['retirement', 600]);
  // When they were seen and how old their feed was moves on from one question to the next.
  const same = ({ replicas, ...more }: KeyReport) => ({
    ...more,
    replicas: replicas.map(({ instance, thumbprints, signing, fault }) => ({ instance, thumbprints, signing, fault })),
  });
  expect(same(await report(replica))).toEqual(same(seen));
  for (const { thumbprints, signing, fault, seenAt } of seen.replicas) {
    expect({ thumbprints, signing, fault }).toEqual({ thumbprints: [printOf(one)], signing: null, fault: null });
    expect(Math.abs(Date.parse(seenAt) - Date.now())).toBeLessThan(30_000);
  }
  expect(JSON.stringify(seen)).not.toContain((one as { k: string }).k);
});

test('each says how old its feed is', async () => {
  const ages = async (): Promise<(number | null)[]> => (await report()).replicas.map(({ feedAge }) => feedAge);
  const seen = await until(ages, (list) => list.some((age) => age !== null));
  expect(new Set(seen.map((age) => typeof age))).toEqual(new Set(['number', 'object']));
});

test('only operators may ask', async () => {
  const { status, body } = await service.request.get('/internal/keys').set('x-forwarded-for', '192.0.2.1');
  expect([status, body.code]).toEqual([403, 'ops_only']);
});

describe('a new keys file', () => {
  test('is reported as soon as it is in use', async () => {
    writeFileSync(path, setOf(one, two));
    const both = [printOf(one), printOf(two)];
    expect(await until(prints, (list) => list.every((them) => them.length === 2))).toEqual([both, both]);
  });

  test('that is half written is not used: all keys stay, operators see why, and the service stays ready', async () => {
    writeFileSync(path, setOf(two).slice(0, 40));
    const seen = await until(report, ({ replicas }) => replicas.every(({ fault }) => fault !== null));
    for (const { fault, thumbprints } of seen.replicas) expect([fault, thumbprints.length]).toEqual(['is not JSON', 2]);
    const { status, body } = await service.request.get('/health/ready');
    expect([status, body.checks.keys]).toEqual([
      200,
      { ok: true, detail: { kids: [kidOf(TEST_SECRET), 'k2'], fault: 'is not JSON' } },
    ]);
    expect((await service.request.get('/metrics')).text).toContain('\nlatchkey_keys_file_broken 1\n');
  });
});

describe('who is gone', () => {
  const stale = (name: string, seconds: number): Promise<unknown> =>
    client.query(
      `INSERT INTO auth_replicas (instance, thumbprints, seen_at)
       VALUES ($1, '{}', clock_timestamp() - make_interval(secs => $2))`,
      [name, seconds],
    );
  const rows = async (): Promise<string[]> =>
    (await client.query<{ instance: string }>('SELECT instance FROM auth_replicas')).rows.map(
      ({ instance }) => instance,
    );

  test('by being killed is no longer reported after 30 s, and forgotten after a minute', async () => {
    for (const [name, seconds] of [
      ['10 s', 10],
      ['31 s', 31],
      ['61 s', 61],
    ] as const)
      await stale(name, seconds);
    const names = (await report()).replicas.map(({ instance }) => instance);
    expect(names.filter((name) => name.endsWith(' s'))).toEqual(['10 s']);
    expect(await until(rows, (all) => !all.includes('61 s'))).not.toContain('61 s');
    expect(await rows()).toContain('31 s');
  });

  test('by a clean stop is forgotten at once', async () => {
    const living = async () => (await rows()).filter((name) => !name.endsWith(' s'));
    expect(await living()).toHaveLength(2);
    await replica.close();
    expect(await living()).toHaveLength(1);
  });
});

test('while the database is away the answer is 503, not a guess', async () => {
  await service.app.get(Database).dataSource.destroy();
  const { status, body } = await service.request.get('/internal/keys');
  expect([status, body.code]).toEqual([503, 'database_unavailable']);
});
