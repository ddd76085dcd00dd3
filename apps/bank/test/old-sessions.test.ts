import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { startService, type ServiceUnderTest } from '@latchkey/testing';
import type { BankConfig } from '../src/bank.config.js';
import { bank as definition } from '../src/bank.module.js';
import { OldSessionsJob } from '../src/sessions/old-sessions.job.js';
import { SessionsService } from '../src/sessions/sessions.service.js';

let bank: ServiceUnderTest<BankConfig>;
let userId: string;

beforeAll(async () => {
  bank = await startService(definition);
  const account = { username: 'ada', password: 'correct-horse-battery-staple' };
  userId = (await bank.request.post('/api/register').send(account)).body.id;
});
afterAll(() => bank?.close());

const query = <R>(sql: string, params: readonly unknown[] = []) => bank.app.get(Database).query<R>(sql, params);

/** A session whose absolute limit passed so many days ago, and that ended so many days ago, if it did. */
async function session(expired: number, ended: number | null): Promise<string> {
  const id = randomUUID();
  await query(
    `INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, ended_at, end_reason)
     SELECT $1, $2, at - interval '1 day', at, '', '', now() - make_interval(days => $4), CASE WHEN $4::int IS NOT NULL THEN 'idle' END
     FROM (SELECT now() - make_interval(days => $3) AS at) AS limits`,
    [id, userId, expired, ended],
  );
  return id;
}

async function left(): Promise<string[]> {
  return (await query<{ id: string }[]>('SELECT id FROM sessions')).map(({ id }) => id);
}

test('a session is removed once its limit passed more than 30 days ago, and not before', async () => {
  const old = [await session(31, null), await session(31, 32), await session(400, 31)];
  const kept = [await session(-1, null), await session(1, null), await session(29, 40), await session(31, 1)];
  expect(await bank.app.get(SessionsService).removeOld()).toBe(old.length);
  expect((await left()).toSorted()).toEqual(kept.toSorted());
});

test('many are removed in pieces, none is left', async () => {
  await query(
    `INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent)
     SELECT gen_random_uuid(), $1, now() - interval '41 days', now() - interval '40 days', '', '' FROM generate_series(1, 2001)`,
    [userId],
  );
  expect(await bank.app.get(SessionsService).removeOld()).toBe(2001);
});

describe('the job', () => {
  afterEach(() => void jest.useRealTimers());

  test('goes on after a failure, and ends with the service', async () => {
    jest.useFakeTimers();
    let asked = 0;
    const removeOld = async () => {
      asked += 1;
      if (asked === 1) throw new Error('the database is away');
      return 0;
    };
    const job = new OldSessionsJob({ removeOld } as unknown as SessionsService);
    job.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(5 * 3_600_000);
    expect(asked).toBeGreaterThanOrEqual(3);
    job.beforeApplicationShutdown();
    const before = asked;
    await jest.advanceTimersByTimeAsync(5 * 3_600_000);
    expect(asked).toBe(before);
  });
});
