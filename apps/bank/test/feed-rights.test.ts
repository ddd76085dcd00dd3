import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { RevokedSessions } from '@latchkey/verifier';
import { asOwner, testDatabase, type TestDatabase } from '@latchkey/testing';
import { createHash } from 'node:crypto';
import { bank as definition } from '../src/bank.module.js';
import { RevokedSessionsService } from '../src/sessions/revoked-sessions.service.js';
import { startBank, type Bank } from './bank.js';
import {
  changeRights,
  deleteAccounts,
  makePeople,
  partOf,
  readFeed,
  readLists,
  readNamed,
  sessionMaker,
  sidsOf,
  until,
} from './feed-reader.js';

let database: TestDatabase;
let banks: [Bank, Bank];
let maker: Awaited<ReturnType<typeof sessionMaker>>;
beforeAll(async () => {
  database = await testDatabase(definition);
  banks = [await startBank({}, database), await startBank({}, database)];
  maker = await sessionMaker(banks[0]);
});
afterAll(async () => {
  await Promise.all((banks ?? []).map((bank) => bank.close()));
  await database?.drop();
});

const versionOf = async (bank: Bank, sub: string): Promise<number | undefined> =>
  (await readNamed(bank)).rights.find(([other]) => other === sub)?.[1];
const known = (bank: Bank) => bank.app.get(RevokedSessions);
const namedEverywhere = (sub: string, version: number): Promise<void> =>
  until(async () => (await Promise.all(banks.map((bank) => versionOf(bank, sub)))).every((one) => one === version));
const query = (sql: string, params: readonly unknown[] = []) => banks[0].app.get(Database).query(sql, params);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('rights that change', () => {
  test('are told with their version, under one etag at every replica, and again with the next', async () => {
    const [sub] = await makePeople(banks[0], 1);
    expect(await versionOf(banks[1], sub!)).toBeUndefined();
    for (const version of [1, 2, 3]) {
      await changeRights(banks[0], [sub!]);
      await namedEverywhere(sub!, version);
      expect(banks.map((bank) => known(bank).rightsOf(sub!))).toEqual([version, version]);
      const [one, other] = await Promise.all(banks.map((bank) => readNamed(bank)));
      expect([one!.etag, one!.rights]).toEqual([other!.etag, other!.rights]);
      expect(one!.rights.filter(([id]) => id === sub)).toHaveLength(1);
    }
  });

  test('wake who waits for them, at the other replica too', async () => {
    const [sub] = await makePeople(banks[0], 1);
    let { etag } = await readNamed(banks[1]);
    for (let version = 1; version <= 10; version++) {
      const waiting = readNamed(banks[1], { etag, wait: 5 });
      await pause(30);
      await changeRights(banks[0], [sub!]);
      const news = await waiting;
      expect(news.rights).toContainEqual([sub, version]);
      etag = news.etag;
    }
  });

  test('are known after a restart, under the same etag', async () => {
    const [sub] = await makePeople(banks[0], 1);
    await changeRights(banks[0], [sub!]);
    await namedEverywhere(sub!, 1);
    const late = await startBank({}, database);
    try {
      expect(known(late).rightsOf(sub!)).toBe(1);
      expect((await readNamed(late)).etag).toBe((await readNamed(banks[0])).etag);
    } finally {
      await late.close();
    }
  });

  test('are not lost when nobody was notified', async () => {
    const [sub] = await makePeople(banks[0], 1);
    await asOwner(banks[0].database, 'ALTER TABLE users DISABLE TRIGGER users_rights_changed');
    try {
      await changeRights(banks[0], [sub!]);
      await namedEverywhere(sub!, 1);
    } finally {
      await asOwner(banks[0].database, 'ALTER TABLE users ENABLE TRIGGER users_rights_changed');
    }
  });

  test('are not lost when the listening connection is, at that moment', async () => {
    const [sub] = await makePeople(banks[0], 1);
    for (let version = 1; version <= 3; version++) {
      await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND application_name LIKE 'bank latchkey_rev%'`);
      await changeRights(banks[0], [sub!]);
      await namedEverywhere(sub!, version);
    }
  });

  test('are not lost when their transaction commits long after others that began later', async () => {
    const [late, ...others] = await makePeople(banks[0], 4);
    const runner = banks[0].app.get(Database).dataSource.createQueryRunner();
    await runner.startTransaction();
    const sql = 'UPDATE users SET rights_version = 7, rights_changed_at = clock_timestamp() WHERE id = $1';
    await runner.query(sql, [late]);
    for (const other of others) {
      await pause(800);
      await changeRights(banks[0], [other]);
    }
    await namedEverywhere(others.at(-1)!, 1);
    expect(await versionOf(banks[0], late!)).toBeUndefined();
    await runner.commitTransaction();
    await runner.release();
    await namedEverywhere(late!, 7);
  });

  test('are not lost when one change comes late, and another leaves the same range at once', async () => {
    const [moved, late] = await makePeople(banks[0], 2);
    await changeRights(banks[0], [moved!]);
    await namedEverywhere(moved!, 1);
    const at = "now() - interval '5 seconds'";
    await query(`UPDATE users SET rights_version = 1, rights_changed_at = ${at} WHERE id = $1`, [late]);
    await query('UPDATE users SET rights_version = 2, rights_changed_at = clock_timestamp() WHERE id = $1', [moved]);
    await Promise.all([namedEverywhere(moved!, 2), namedEverywhere(late!, 1)]);
  });

  test('are forgotten when no older token can be left', async () => {
    const [kept, gone] = await makePeople(banks[0], 2);
    const { TOKEN_TTL } = banks[0].config;
    const sql =
      "UPDATE users SET rights_version = 1, rights_changed_at = now() - $2::int * interval '1 second' WHERE id = $1";
    await query(sql, [kept, TOKEN_TTL + 100]);
    await query(sql, [gone, TOKEN_TTL + 200]);
    const late = await startBank({}, database);
    try {
      expect([known(late).rightsOf(kept!), known(late).rightsOf(gone!)]).toEqual([1, undefined]);
    } finally {
      await late.close();
    }
  });
});

describe('a reader of sessions alone', () => {
  test('gets what the release before answers, byte for byte', async () => {
    const sids = await maker.open(3);
    await maker.end(sids);
    const [sub] = await makePeople(banks[0], 1);
    await changeRights(banks[0], [sub!]);
    await deleteAccounts(banks[0], 2);
    await namedEverywhere(sub!, 1);
    await until(
      async () => sids.every((sid) => known(banks[0]).has(sid)) && (await readNamed(banks[0])).deleted_to > 1,
    );
    const answer = await readFeed(banks[0], { search: '?rights_since=1&deleted_after=0' });
    const members = (text: string) => Object.keys(partOf(text, 1) as object).join();
    expect(members(answer.text)).toBe('kind,iss,iat,etag,as_of,sids');
    expect(answer.claims.etag).toBe(etagOf(sidsOf(answer)));
    const heartbeat = await readFeed(banks[0], { etag: answer.claims.etag });
    expect(members(heartbeat.text)).toBe('kind,iss,iat,etag');
  });

  test('is not woken by what it does not ask for, while others are', async () => {
    const [sub] = await makePeople(banks[0], 1);
    const { etag } = (await readFeed(banks[1])).claims;
    const [old, all] = [
      readFeed(banks[1], { etag, wait: 2 }),
      readLists(banks[1], { etag: (await readNamed(banks[1])).etag, wait: 5 }),
    ];
    await pause(50);
    await changeRights(banks[0], [sub!]);
    await deleteAccounts(banks[0], 1);
    expect((await all).claims.kind).toBe('set');
    const { claims, ms } = await old;
    expect([claims.kind, claims.etag, ms > 1900]).toEqual(['heartbeat', etag, true]);
  });

  test('and one of all lists are both woken by a session that ends', async () => {
    const sids = await maker.open(1);
    const [one, all] = [(await readFeed(banks[1])).claims, await readNamed(banks[1])];
    const waiting = [readFeed(banks[1], { etag: one.etag, wait: 5 }), readLists(banks[1], { etag: all.etag, wait: 5 })];
    await pause(50);
    await maker.end(sids);
    for (const answer of await Promise.all(waiting)) expect(sidsOf(answer)).toContain(sids[0]);
  });

  test('that becomes one of all lists, and back again, is told everything', async () => {
    const { etag } = (await readFeed(banks[0])).claims;
    const all = await readLists(banks[0], { etag, wait: 5 });
    expect([all.claims.kind, all.ms < 4000]).toEqual(['set', true]);
    const back = await readFeed(banks[0], { etag: all.claims.etag, wait: 5 });
    expect([back.claims.kind, back.ms < 4000]).toEqual(['set', true]);
  });
});

test('a heartbeat of all lists says so, and the feed promises nothing else', async () => {
  const { etag } = await readNamed(banks[0]);
  const { claims } = await readLists(banks[0], { etag, wait: 1 });
  expect(claims).toEqual({ kind: 'heartbeat', ver: 2, iss: expect.any(String), iat: expect.any(Number), etag });
});

test('which version of tokens to issue is known at every replica within a second, and a later one is not issued', async () => {
  const issued = () => banks.map((bank) => bank.app.get(RevokedSessionsService).issuedVersion());
  const change = (version: number) => query('UPDATE token_contract SET version = $1', [version]);
  expect(issued()).toEqual([2, 2]);
  for (const version of [1, 2]) {
    const begun = performance.now();
    await change(version);
    await until(() => issued().every((one) => one === version));
    expect(performance.now() - begun).toBeLessThan(1000);
  }
  await change(1);
  await until(() => issued().every((one) => one === 1));
  await change(3);
  await until(() => issued().every((one) => one === 2));
  await asOwner(banks[0].database, 'ALTER TABLE token_contract DISABLE TRIGGER token_contract_changed');
  await change(1);
  await until(() => issued().every((one) => one === 1));
});

/** As the release before names a set of sessions. */
function etagOf(sids: readonly string[]): string {
  const digest = Buffer.alloc(16);
  for (const sid of sids) {
    const one = createHash('sha256').update(sid).digest();
    for (let index = 0; index < 16; index++) digest[index]! ^= one[index]!;
  }
  return `${digest.toString('base64url')}-${sids.length.toString(36)}`;
}
