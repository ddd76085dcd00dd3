import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FeedLists } from '../src/sessions/feed-lists.js';
import { LATE_MS, RecentNews } from '../src/sessions/recent-news.js';

const SECOND = 1000;
const batch = (seen: number) => ({ seen, sids: [`s ${seen}`], subs: [`p ${seen}`] });
const newsOf = (first: number, moments: readonly number[]): RecentNews => {
  const news = new RecentNews();
  news.restart(first);
  for (const seen of moments) news.add(batch(seen));
  return news;
};

describe('what readings brought of late', () => {
  test.each([
    ['after the last, told to who has heard long since', 60_000, []],
    ['is told to who may lack a late commit of it', 31_999 + LATE_MS - SECOND, [31_000]],
    ['is told to who stands between two readings', 25_000, [31_000]],
    ['is told to who stands before the first reading', 13_000, [20_000, 31_000]],
    ['is not known to who stands before the start', 10_000 + LATE_MS, undefined],
  ])('%s', (_, moment, expected) => {
    const news = newsOf(10_000, [20_000, 31_000]);
    const lacking = expected?.map(batch);
    expect(news.after(moment)?.sids).toEqual(lacking?.flatMap(({ sids }) => sids));
    expect(news.after(moment)?.subs).toEqual(lacking?.flatMap(({ subs }) => subs));
    expect(news.floor(moment) === undefined).toBe(expected === undefined);
    if (lacking !== undefined) expect(news.count(moment)).toBe(2 * lacking.length);
  });

  test('is the same from the earliest moment that is as good, which is no later; and there are few of these', () => {
    const moments = fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(moments, fc.array(fc.integer({ min: 0, max: 110_000 }), { maxLength: 60 }), (seen, asked) => {
        const news = newsOf(
          0,
          seen.toSorted((a, b) => a - b),
        );
        const floors = asked.map((moment) => {
          const floor = news.floor(moment);
          if (floor === undefined) return undefined;
          expect(floor).toBeLessThanOrEqual(moment);
          expect(news.after(floor)).toEqual(news.after(moment));
          return floor;
        });
        expect(new Set(floors).size).toBeLessThanOrEqual(18);
      }),
    );
  });

  test('is remembered for some seconds, however often it comes', () => {
    const news = newsOf(0, []);
    for (let seen = 10_000; seen <= 20_000; seen += 10) news.add(batch(seen));
    const lacking = news.after(19_000)!.sids;
    expect([lacking[0], lacking.at(-1)]).toEqual(['s 17000', 's 20000']);
    expect(news.count(19_000)).toBe(2 * lacking.length);
    expect(news.after(14_500)).toBeDefined();
    expect(news.after(9000)).toBeUndefined();
  });

  // Two replicas read one database; each reading sees what was committed before its snapshot, a late commit within a second.
  test('leaves nothing out for who was told everything up to a moment by another replica', () => {
    const commits = fc.uniqueArray(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 20 });
    const readings = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 12 });
    const delays = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(commits, readings, delays, fc.integer({ min: 1, max: 20_000 }), (ended, read, late, moment) => {
        const news = newsOf(0, []);
        const told = new Set<number>();
        for (const [index, at] of read.toSorted((a, b) => a - b).entries()) {
          // This replica sees at once what the other one may see up to a second later.
          const snapshot = at + late[index]!;
          const sids = ended.filter((commit) => commit < snapshot && !told.has(commit));
          for (const commit of sids) told.add(commit);
          news.add({ seen: snapshot, sids: sids.map(String), subs: [] });
        }
        const knows = (commit: number): boolean => commit + SECOND < moment;
        const lacking = news.after(moment);
        if (lacking === undefined) return;
        for (const commit of told) expect(knows(commit) || lacking.sids.includes(`${commit}`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

test('fifty thousand changes at once are told to nobody who has heard of them', () => {
  const lists = new FeedLists();
  const START = 1_700_000_000_000;
  const reading = (ms: number, isWhole: boolean, subs: readonly string[], version = 1) => ({
    asOf: ms * 1000,
    seenAt: ms * 1000 + 5000,
    isWhole,
    isThorough: true,
    sids: [],
    ends: [],
    subs,
    versions: subs.map(() => version),
    changes: subs.map(() => ms * 1000),
    deletedAfter: 0,
    cursors: [],
    deleted: [],
    oldest: 0,
    newest: 0,
    issues: 1,
  });
  const people = Array.from({ length: 50_000 }, (_, index) => `person ${index}`);
  lists.take(reading(START, true, []), 1e12);
  lists.take(reading(START + 5000, false, people), 1e12);
  lists.take(reading(START + 9000, false, ['person 7'], 2), 1e12);
  lists.take(reading(START + 9010, false, ['person 7'], 3), 1e12);
  expect(lists.recentChanges(START + 8000)).toEqual({ sids: [], rights: [['person 7', 3]] });
  expect(lists.recentChanges(START + 6000)?.rights).toHaveLength(50_000);
  expect(lists.recentChanges(START)).toBeUndefined();
});
