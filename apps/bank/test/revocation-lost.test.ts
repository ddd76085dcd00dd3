import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { asOwner } from '@latchkey/testing';
import { startBank, type Bank } from './bank.js';
import { readFeed, sessionMaker, sidsOf, until } from './feed-reader.js';

let bank: Bank;
let maker: Awaited<ReturnType<typeof sessionMaker>>;
beforeAll(async () => {
  bank = await startBank();
  maker = await sessionMaker(bank);
});
afterAll(() => bank?.close());

const query = (sql: string, params: readonly unknown[] = []) =>
  bank.app.get(Database).query<{ pid: number }[]>(sql, params);
const names = async (sid: string): Promise<boolean> => sidsOf(await readFeed(bank)).includes(sid);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a revocation is not lost', () => {
  test('when its transaction commits long after others that began later', async () => {
    const [late, ...others] = await maker.open(6);
    const runner = bank.app.get(Database).dataSource.createQueryRunner();
    await runner.startTransaction();
    // Else the database ends a transaction that does nothing for 10 s.
    await runner.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await runner.query("UPDATE sessions SET ended_at = clock_timestamp(), end_reason = 'logout' WHERE id = $1", [late]);
    for (const other of others) {
      await pause(800);
      await maker.end([other]);
    }
    await until(() => names(others.at(-1)!));
    expect(await names(late!)).toBe(false);
    await runner.commitTransaction();
    await runner.release();
    await until(() => names(late!));
  });

  test('when the listener is killed at that moment: the poll finds it', async () => {
    // Of this bank alone: the server is that of all suites.
    const killListener = () =>
      query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name LIKE 'bank latchkey_rev%'`);
    for (let round = 0; round < 3; round++) {
      const [sid] = await maker.open(1);
      await killListener();
      await maker.end([sid!]);
      await until(() => names(sid!));
    }
  });

  test('when nobody was notified at all', async () => {
    const [sid] = await maker.open(1);
    await asOwner(bank.database, 'ALTER TABLE sessions DISABLE TRIGGER sessions_ended');
    try {
      await maker.end([sid!]);
      await until(() => names(sid!));
    } finally {
      await asOwner(bank.database, 'ALTER TABLE sessions ENABLE TRIGGER sessions_ended');
    }
  });

  test('when a thousand end at once, each by a statement of its own', async () => {
    const sids = await maker.open(1000);
    const { etag } = (await readFeed(bank)).claims;
    const seen = new Set<string>();
    let answers = 0;
    const begun = performance.now();
    const reading = (async () => {
      let held = etag;
      while (seen.size < 1000) {
        const answer = await readFeed(bank, { etag: held, wait: 5 });
        held = answer.claims.etag;
        answers++;
        for (const sid of sidsOf(answer)) if (sids.includes(sid)) seen.add(sid);
      }
    })();
    // As many at a time as the pool has connections, so that it has none left for the reader.
    const rest = [...sids];
    const ending = async (): Promise<void> => {
      for (let sid = rest.pop(); sid !== undefined; sid = rest.pop()) await maker.end([sid]);
    };
    await Promise.all(Array.from({ length: 20 }, ending));
    await reading;
    // Between two readings lie 10 ms at least.
    expect(answers / (performance.now() - begun)).toBeLessThan(1 / 10);
  });

  test('and a session without a row is none', async () => {
    expect(await names(randomUUID())).toBe(false);
  });
});
