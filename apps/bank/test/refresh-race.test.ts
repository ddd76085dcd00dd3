import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { patiently, register, startBank, statuses, type Bank } from './bank.js';
import { claimsOf, generationOf, pageRefresh, refresh, sidOf, told, tokensOf } from './refresh-client.js';

let bank: Bank;
let replica: Bank;
beforeAll(async () => {
  // Who is told to come again still comes in time.
  const env = { REFRESH_GRACE: '60' };
  bank = await startBank(env);
  replica = await startBank(env, bank.database);
  await register(bank, 'ada').expect(201);
});
afterAll(async () => {
  await replica?.close();
  await bank?.close();
});

const distinct = (values: readonly string[]) => new Set(values).size;
const generations = async (sids: string[]) =>
  bank.app
    .get(Database)
    .query<object[]>(
      'SELECT generation, ended_at, count(*)::int FROM sessions WHERE id = ANY($1) GROUP BY generation, ended_at',
      [sids],
    );

/** Takes all of a bank's connections, until they are released; resolves once it has them. */
async function everyConnection(from: Bank, released: Promise<void>): Promise<{ done: Promise<unknown> }> {
  const database = from.app.get(Database);
  const { poolSize } = database.dataSource.options as { poolSize: number };
  const taken: Promise<void>[] = [];
  const held = Array.from({ length: poolSize }, () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    taken.push(promise);
    return database.transaction(() => database.query('SELECT 1').then(() => (resolve(), released)));
  });
  await Promise.all(taken);
  return { done: Promise.all(held) };
}

describe('refreshes of one token at the same time', () => {
  test('all get the same successor, of one rotation: 20 sessions, 50 each, at two replicas', async () => {
    const sessions = await Promise.all(Array.from({ length: 20 }, () => tokensOf(bank)));
    const asked = sessions.flatMap(({ refresh_token }) =>
      Array.from({ length: 50 }, async (_, i) => ({
        refresh_token,
        answer: await patiently(() => refresh(i % 2 ? bank : replica, refresh_token)),
      })),
    );
    const answers = await Promise.all(asked);
    expect(statuses(answers.map(({ answer }) => answer))).toEqual({ 200: 1000 });
    for (const { refresh_token } of sessions) {
      const own = answers.filter((one) => one.refresh_token === refresh_token).map(({ answer }) => answer.body);
      expect(distinct(own.map((body) => body.refresh_token))).toBe(1);
      expect(distinct(own.map((body) => claimsOf(body.access_token)['jti']!))).toBe(50);
      expect(generationOf(own[0].refresh_token)).toBe(2);
    }
    expect(await generations(sessions.map(({ refresh_token }) => sidOf(refresh_token)))).toEqual([
      { generation: 2, ended_at: null, count: 20 },
    ]);
  });

  test('as tabs do it, time and again: one rotation a round', async () => {
    let { refresh_token: token } = await tokensOf(bank);
    for (let round = 2; round < 22; round += 1) {
      const tabs = await Promise.all(
        Array.from({ length: 8 }, (_, i) => patiently(() => pageRefresh(i % 2 ? bank : replica, token))),
      );
      const cookies = tabs.map(({ headers }) => (headers['set-cookie'] as unknown as string[])[1]!.split(/[=;]/)[1]!);
      expect(distinct(cookies)).toBe(1);
      token = cookies[0]!;
      expect(generationOf(token)).toBe(round);
    }
  });

  test('an answer that got lost is given again, with the same refresh token', async () => {
    const { refresh_token } = await tokensOf(bank);
    const first = await refresh(bank, refresh_token).expect(200);
    const again = await refresh(replica, refresh_token).expect(200);
    expect(again.body.refresh_token).toBe(first.body.refresh_token);
    await refresh(bank, again.body.refresh_token).expect(200);
  });

  test('where no connection is free one is told to come again, and stays logged in', async () => {
    const { refresh_token } = await tokensOf(bank);
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { done } = await everyConnection(bank, released);
    const ask = () => [refresh(bank, refresh_token), pageRefresh(bank, refresh_token)];
    try {
      for (const answer of await Promise.all(ask())) {
        expect(told(answer)).toEqual({ status: 503, code: 'database_unavailable' });
        expect(answer.headers['retry-after']).toBe('2');
      }
    } finally {
      release();
      await done;
    }
    expect(statuses(await Promise.all(ask()))).toEqual({ 200: 2 });
  });

  test('a session whose row is held does not hold up the others', async () => {
    const [held, free] = [await tokensOf(bank), await tokensOf(bank)];
    const database = replica.app.get(Database);
    const order: string[] = [];
    let pending: Promise<unknown> | undefined;
    await database.transaction(async () => {
      await database.query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [sidOf(held.refresh_token)]);
      const both = [held, held, free].map(({ refresh_token }) => refresh(bank, refresh_token).expect(200));
      pending = Promise.all(both.slice(0, 2).map((one) => one.then(() => order.push('held'))));
      await both[2]!.then(() => order.push('free'));
      // Long enough to ask in vain many times over.
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    await pending;
    expect(order).toEqual(['free', 'held', 'held']);
  });
});
