import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { asOwner, testDatabase, type TestDatabase } from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import { startBank, type Bank } from './bank.js';
import { deleteAccounts, readLists, readNamed, until, type ListsQuestion } from './feed-reader.js';

const COUNT = 23_456;
let database: TestDatabase;
let banks: [Bank, Bank];
/** Whose accounts were deleted, in order. */
let gone: string[];
beforeAll(async () => {
  database = await testDatabase(definition);
  banks = [await startBank({}, database), await startBank({}, database)];
  gone = await deleteAccounts(banks[0], COUNT);
  await knownEverywhere(COUNT);
});
afterAll(async () => {
  await Promise.all((banks ?? []).map((bank) => bank.close()));
  await database?.drop();
});

const endOf = async (bank: Bank): Promise<number> => (await readNamed(bank, { deletedAfter: 1e12 })).deleted_to;
const knownEverywhere = (newest: number): Promise<void> =>
  until(async () => (await Promise.all(banks.map(endOf))).every((end) => end === newest));
const query = (sql: string, params: readonly unknown[] = []) => banks[0].app.get(Database).query(sql, params);

/** Reads on from a cursor until nothing is new, at one replica and the other by turns. */
async function readOn(from: number): Promise<{ readonly subs: string[]; readonly answers: number }> {
  let [cursor, answers, question] = [from, 0, {} as ListsQuestion];
  const subs: string[] = [];
  for (;;) {
    const { claims } = await readLists(banks[answers % 2]!, { ...question, deletedAfter: cursor, wait: 1 });
    if (claims.kind === 'heartbeat') return { subs, answers };
    answers += 1;
    expect(claims.deleted_after).toBeLessThanOrEqual(cursor);
    expect(claims.deleted.length).toBeLessThanOrEqual(10_000);
    subs.push(...claims.deleted.slice(-(claims.deleted_to - cursor)));
    cursor = claims.deleted_to;
    question = { etag: claims.etag, since: claims.as_of };
  }
}

describe('deleted accounts', () => {
  test.each([
    ['that starts with nothing', 0, 3],
    ['in the middle of a page', 4321, 3],
    ['that lags a little', COUNT - 700, 1],
    ['that lags by one', COUNT - 1, 1],
  ])('reach a reader %s, in order and each once, within few answers', async (_, from, most) => {
    const { subs, answers } = await readOn(from);
    expect(subs).toEqual(gone.slice(from));
    expect(answers).toBeLessThanOrEqual(most);
  });

  test('are told exactly to who heard the last answer, at the other replica too', async () => {
    let { etag, as_of: since, deleted_to: deletedAfter } = await readNamed(banks[1], { deletedAfter: gone.length });
    for (const count of [1, 3, 1, 20]) {
      const waiting = readNamed(banks[1], { etag, since, deletedAfter, wait: 5 });
      const subs = await deleteAccounts(banks[0], count);
      gone.push(...subs);
      const news = await waiting;
      expect([news.deleted, news.deleted_after]).toEqual([subs, deletedAfter]);
      ({ etag, as_of: since, deleted_to: deletedAfter } = news);
      await knownEverywhere(gone.length);
    }
  });

  test('are told in as few different answers to readers that claim whatever cursor', async () => {
    const texts = new Set<string>();
    const cursors = Array.from({ length: 40 }, (_, index) => gone.length - 2 - ((index * 577) % 900));
    for (const deletedAfter of cursors) {
      const { deleted_after: after, deleted_to: to } = await readNamed(banks[0], { deletedAfter });
      texts.add(`${after} ${to}`);
    }
    expect(texts.size).toBeLessThanOrEqual(2 + 8);
  });

  test('keep nobody waiting for sessions and rights, though many claim to lag', async () => {
    const asked = Array.from({ length: 12 }, (_, index) => ({
      search: `?ver=2&deleted_after=${(index % 2) * 10_000 + index}&since=${1000 + index}`,
      headers: { 'x-forwarded-for': `192.0.2.${index}` },
    }));
    const answers = await Promise.all(asked.map((question) => readNamed(banks[0], question)));
    for (const { deleted, deleted_after: after, deleted_to: to } of answers)
      expect(to === 1 ? deleted : gone.slice(after, to)).toEqual(to === 1 ? gone.slice(0, 1) : deleted);
    const { subs } = await readOn(0);
    expect(subs).toEqual(gone);
  });

  test('withhold the heartbeat from who lags, though it lacks nothing else', async () => {
    const { etag } = await readNamed(banks[0]);
    const { claims, ms } = await readLists(banks[0], { etag, wait: 5, deletedAfter: gone.length - 1 });
    expect([claims.kind, ms < 4000]).toEqual(['set', true]);
    const { claims: all } = await readLists(banks[0], { etag, wait: 1, deletedAfter: gone.length });
    expect(all.kind).toBe('heartbeat');
  });

  test('are told from the start to who does not say where it stands, and never again and again', async () => {
    const { etag, deleted, deleted_after: after } = await readNamed(banks[0]);
    expect([deleted, after]).toEqual([gone.slice(0, 10_000), 0]);
    expect((await readLists(banks[0], { etag, wait: 1 })).claims.kind).toBe('heartbeat');
  });

  test.each([
    '-1',
    '1e3',
    'NaN',
    '0x10',
    ' 5',
    '9'.repeat(16),
    '9'.repeat(400),
    '1&deleted_after=2',
    '%00',
    '1;DROP TABLE deleted_accounts',
  ])('a forged cursor (%s) counts as not said', async (cursor) => {
    const named = await readNamed(banks[0], { search: `?ver=2&deleted_after=${cursor}` });
    expect([named.deleted_after, named.deleted_to]).toEqual([0, 10_000]);
  });

  test('are known when nobody was notified', async () => {
    await asOwner(banks[0].database, 'ALTER TABLE deleted_accounts DISABLE TRIGGER accounts_deleted');
    try {
      gone.push(...(await deleteAccounts(banks[0], 1)));
      await knownEverywhere(gone.length);
    } finally {
      await asOwner(banks[0].database, 'ALTER TABLE deleted_accounts ENABLE TRIGGER accounts_deleted');
    }
  });

  test('are known after a restart, under the same etag', async () => {
    const late = await startBank({}, database);
    try {
      const [one, other] = [await readNamed(banks[0]), await readNamed(late)];
      expect([other.etag, other.deleted]).toEqual([one.etag, one.deleted]);
    } finally {
      await late.close();
    }
  });

  // Last: the list is not what it was afterwards.
  test('are forgotten when they are pruned, and the rest is told as from the start', async () => {
    await query('DELETE FROM deleted_accounts WHERE cursor <= 22000');
    await until(async () => (await readNamed(banks[0])).deleted_to === gone.length);
    const { deleted, deleted_after: after } = await readNamed(banks[0], { deletedAfter: 17 });
    expect([deleted, after]).toEqual([gone.slice(22_000), 0]);
  });

  test('are told as they are after a backup was restored, to who was told of more as well', async () => {
    const before = await readNamed(banks[0], { deletedAfter: gone.length });
    await query('DELETE FROM deleted_accounts WHERE cursor > 23000');
    await knownEverywhere(23_000);
    const told = { etag: before.etag, since: before.as_of, deletedAfter: gone.length, wait: 5 };
    const shown = await readNamed(banks[0], told);
    expect([shown.deleted, shown.deleted_after, shown.deleted_to]).toEqual([[], 23_000, 23_000]);
    const [sub] = await deleteAccounts(banks[0], 1);
    const next = await readNamed(banks[1], { etag: shown.etag, since: shown.as_of, deletedAfter: 23_000, wait: 5 });
    expect([next.deleted.at(-1), next.deleted_to]).toEqual([sub, 23_001]);
  });
});
