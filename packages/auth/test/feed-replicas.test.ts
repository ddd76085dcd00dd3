import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { tokenFor, type TestDatabase, StubBank } from '@latchkey/testing';
import pg from 'pg';
import { call, database, health, start, until, type Verifying } from './support/verifying-service.js';

const bank = new StubBank();
let own: TestDatabase;
let client: pg.Client;
let replicas: Verifying[] = [];
beforeAll(async () => {
  await bank.start();
  own = await database();
  client = new pg.Client(own.url);
  await client.connect();
  replicas = await Promise.all([1, 2, 3].map(() => start(bank.url, own)));
});
afterAll(async () => {
  await Promise.all(replicas.map((one) => one.close()));
  await client?.end();
  await bank.stop();
  await own?.drop();
});

const stored = async (): Promise<number> => {
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM auth_revoked_sids');
  return rows[0]!.count;
};
const asOf = async (): Promise<number> => {
  const { rows } = await client.query<{ as_of: string }>('SELECT as_of FROM auth_feed');
  return Number(rows[0]?.as_of);
};
const some = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

test('replicas that store the same at the same time store it once', async () => {
  for (let i = 0; i < 20; i++) {
    bank.feed.revoke(...some(300));
    await until(
      () => health(replicas[i % 3]!),
      ({ living }) => living === bank.feed.sids.length,
    );
  }
  expect(await until(stored, (count) => count === 6_000)).toBe(6_000);
  for (const replica of replicas) {
    const seen = await until(
      () => health(replica),
      ({ living }) => living === 6_000,
    );
    expect(seen).toMatchObject({ living: 6_000, lastFault: null });
  }
});

test('a logout writes its own row, not all of them again', async () => {
  const sid = randomUUID();
  // Each writing of a row shows in its xmin.
  const versions = async (): Promise<unknown> =>
    (
      await client.query<{ all: string }>(
        `SELECT md5(string_agg(sid || xmin::text, ',' ORDER BY sid)) AS all FROM auth_revoked_sids WHERE sid <> $1`,
        [sid],
      )
    ).rows[0]?.all;
  const before = await versions();
  bank.feed.revoke(sid);
  expect(await until(stored, (count) => count === 6_001)).toBe(6_001);
  expect(await versions()).toBe(before);
});

test('while the database is away memory counts, and what was missed is stored afterwards', async () => {
  const [one, ...others] = replicas as [Verifying, Verifying, Verifying];
  await Promise.all(others.map((other) => other.close()));
  replicas = [one];
  const { dataSource } = one.app.get(Database);
  await dataSource.destroy();
  const sid = randomUUID();
  bank.feed.revoke(sid);
  const me = (): Promise<string> => call(one, 'GET /api/me', tokenFor({ sid }));
  expect(await until(me, (answer) => answer !== '200')).toBe('401 session_ended');
  expect(await stored()).toBe(6_001);
  await dataSource.initialize();
  bank.feed.revoke(randomUUID());
  expect(await until(stored, (count) => count === 6_003)).toBe(6_003);
});

test('the stored copy never goes back, even if a replica comes late', async () => {
  const now = await asOf();
  await client.query('UPDATE auth_feed SET as_of = as_of + 60000');
  bank.feed.revoke(randomUUID());
  expect(await until(stored, (count) => count === 6_004)).toBe(6_004);
  expect(await asOf()).toBe(now + 60_000);
});

test('sessions are dropped from the copy when no token of theirs is alive', async () => {
  await client.query(`UPDATE auth_revoked_sids SET learnt_at = clock_timestamp() - interval '1021 seconds'`);
  const next = await start('http://127.0.0.1:9', own);
  try {
    expect((await health(next)).living).toBe(0);
    expect(await until(stored, (count) => count === 0)).toBe(0);
  } finally {
    await next.close();
  }
});
