import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import { startBank, type Bank } from './bank.js';
import { readFeed, sessionMaker, sidsOf, until, type FeedAnswer } from './feed-reader.js';

/** More than is told whole each time. */
const LIVING = 1500;
/** More than may be sent a whole set at once. */
const READERS = 40;

let database: TestDatabase;
let bank: Bank;
let maker: Awaited<ReturnType<typeof sessionMaker>>;
let old: string[];
let oldEndedAt: number;
beforeAll(async () => {
  database = await testDatabase(definition);
  bank = await startBank({}, database);
  maker = await sessionMaker(bank);
  // Ended a while ago, so that only a reading of everything finds them.
  oldEndedAt = Date.now() - 400_000;
  old = await maker.open(LIVING, 400);
  await bank.close();
  bank = await startBank({}, database);
  maker = await sessionMaker(bank);
});
afterAll(async () => {
  await bank?.close();
  await database?.drop();
});

const asOfOf = ({ claims }: FeedAnswer): number => (claims.kind === 'heartbeat' ? 0 : claims.as_of);

describe('a long set', () => {
  test('is answered whole to who holds nothing', async () => {
    const answer = await readFeed(bank);
    expect(answer.claims.kind).toBe('set');
    expect(sidsOf(answer)).toEqual(old);
  });

  test('is answered as a delta to who knows everything up to a moment', async () => {
    const known = await readFeed(bank);
    const [sid, ...others] = await maker.open(3);
    await maker.end([sid!]);
    const news = await readFeed(bank, { etag: known.claims.etag, since: asOfOf(known), wait: 5 });
    expect(news.claims).toMatchObject({ kind: 'delta', sids: [sid] });
    if (news.claims.kind !== 'delta') throw new Error('no delta');
    expect(news.claims.since).toBeLessThanOrEqual(asOfOf(known) - 30_000);
    expect(news.claims.as_of).toBeGreaterThan(asOfOf(known));
    const whole = await readFeed(bank);
    expect(whole.claims.etag).toBe(news.claims.etag);
    expect(sidsOf(whole)).toEqual([...old, sid!].toSorted());
    expect(others).toHaveLength(2);
  });

  test('reaches all who wait behind one address at the first question', async () => {
    const known = await readFeed(bank);
    const [sid] = await maker.open(1);
    const question = { etag: known.claims.etag, since: asOfOf(known), wait: 5 };
    const waiting = Array.from({ length: READERS }, () => readFeed(bank, question));
    await maker.end([sid!]);
    const told = (await Promise.all(waiting)).map(({ claims }) => claims);
    expect(told.filter(({ kind }) => kind === 'delta')).toHaveLength(READERS);
  });

  test('repeats in a delta what a reader may have missed of the last 30 s', async () => {
    const [sid] = await maker.open(1);
    await maker.end([sid!]);
    let answer = await readFeed(bank);
    await until(async () => sidsOf((answer = await readFeed(bank))).includes(sid!));
    const delta = await readFeed(bank, { etag: 'another', since: asOfOf(answer) });
    expect(delta.claims.kind).toBe('delta');
    expect(sidsOf(delta)).toContain(sid);
  });

  test.each([
    ['too long ago', () => Date.now() - 2_000_000],
    ['in the future', () => Date.now() + 600_000],
    ['when most of the set was still to come', () => oldEndedAt - 50_000],
  ])('is answered whole to who asks from a moment %s', async (_, since) => {
    expect((await readFeed(bank, { etag: 'another', since: since() })).claims.kind).toBe('set');
  });

  test('is read again for who was told more by another replica', async () => {
    const ahead = asOfOf(await readFeed(bank)) + 100;
    await new Promise((resolve) => setTimeout(resolve, 150));
    const answer = await readFeed(bank, { etag: 'another', since: ahead });
    expect(answer.claims.kind).toBe('delta');
    expect(asOfOf(answer)).toBeGreaterThanOrEqual(ahead);
  });
});
