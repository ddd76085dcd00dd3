import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DeletedList } from '../src/sessions/deleted-list.js';
import { FeedLists } from '../src/sessions/feed-lists.js';
import type { FeedReading } from '../src/sessions/revoked-session.repository.js';

const MINUTE = 60_000_000;
const KEPT = 17 * MINUTE;
const START = 28_333_333 * MINUTE;
const [A, B] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
const reading = (told: Partial<FeedReading>): FeedReading => ({
  asOf: START,
  seenAt: START,
  isWhole: false,
  isThorough: true,
  sids: [],
  ends: [],
  subs: [],
  versions: [],
  changes: [],
  deletedAfter: 0,
  cursors: [],
  deleted: [],
  oldest: 0,
  newest: 0,
  issues: 1,
  ...told,
});
const ended = { sids: [A], ends: [START] };
const changed = (version: number) => ({ subs: [A], versions: [version], changes: [START + version] });
const deleted = (cursor: number) => ({
  deletedAfter: cursor - 1,
  cursors: [cursor],
  deleted: [B],
  oldest: cursor,
  newest: cursor,
});

describe('all that the feed tells', () => {
  test.each([
    ['a session that ended', ended, 'sessions'],
    ['rights that changed', changed(1), 'lists'],
    ['a deleted account', deleted(1), 'lists'],
    ['all of it', { ...ended, ...changed(1), ...deleted(1) }, 'sessions'],
    ['nothing', {}, 'none'],
  ])('%s is news to whom it concerns, once', (_, told, news) => {
    const lists = new FeedLists();
    const [sids, all] = [lists.sidsEtag.current, lists.etag.current];
    expect(lists.take(reading(told), KEPT).concerns).toBe(news);
    expect(lists.sidsEtag.isCoveredBy(sids)).toBe(news !== 'sessions');
    expect(lists.etag.isCoveredBy(all)).toBe(news === 'none');
    expect(lists.take(reading(told), KEPT).concerns).toBe('none');
  });

  test('rights that change again are news, and the version before is forgotten', () => {
    const lists = new FeedLists();
    lists.take(reading(changed(1)), KEPT);
    const { current } = lists.etag;
    expect(lists.take(reading(changed(2)), KEPT).concerns).toBe('lists');
    expect(lists.etag.isCoveredBy(current)).toBe(false);
    expect([lists.rights.versionOf(A), lists.rights.pairs()]).toEqual([2, [[A, 2]]]);
  });

  test('what lapses is news to nobody, and is not held against who holds it still', () => {
    const lists = new FeedLists();
    lists.take(reading({ ...ended, subs: [B], versions: [1], changes: [START + 2 * MINUTE] }), KEPT);
    const held = [lists.etag.current, lists.sidsEtag.current];
    for (const minutes of [1, 2, 3]) {
      expect(lists.take(reading({ asOf: START + KEPT + minutes * MINUTE }), KEPT).concerns).toBe('none');
      expect([lists.etag.isCoveredBy(held[0]!), lists.sidsEtag.isCoveredBy(held[1]!)]).toEqual([true, true]);
    }
    expect([lists.sids.size, lists.rights.size]).toEqual([0, 0]);
    const fresh = new FeedLists();
    expect([lists.etag.current, lists.sidsEtag.current]).toEqual([fresh.etag.current, fresh.sidsEtag.current]);
  });

  test('has one etag at every replica, in whatever portions it was read', () => {
    const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(ids, fc.nat(12), fc.nat(12), (list, one, other) => {
        const told = (from: number, to: number): FeedReading =>
          reading({
            sids: list.slice(from, to),
            ends: list.slice(from, to).map(() => START),
            subs: list.slice(from, to),
            versions: list.slice(from, to).map((_, index) => from + index + 1),
            changes: list.slice(from, to).map(() => START),
            deletedAfter: from,
            cursors: list.slice(from, to).map((_, index) => from + index + 1),
            deleted: list.slice(from, to),
            oldest: 1,
            newest: Math.min(to, list.length),
          });
        const read = (cut: number): FeedLists => {
          const lists = new FeedLists();
          const at = Math.min(cut, list.length);
          lists.take(told(0, at), KEPT);
          lists.take(told(at, list.length), KEPT);
          return lists;
        };
        const [left, right] = [read(one), read(other)];
        expect(left.etag.current).toBe(right.etag.current);
        expect(left.deleted.page(0, list.length)).toEqual(list);
        expect(left.deleted.page(0, list.length)).toEqual(right.deleted.page(0, list.length));
      }),
    );
  });
});

describe('the list of deleted accounts', () => {
  const fill = (from: number, to: number, oldest = 1) => {
    const cursors = Array.from({ length: to - from }, (_, index) => from + index + 1);
    return [from, cursors, cursors.map((cursor) => `sub ${cursor}`), to, oldest] as const;
  };

  test('is told page by page, and forgets what is pruned', () => {
    const list = new DeletedList();
    expect(list.take(...fill(0, 30))).toBe(true);
    expect(list.take(...fill(30, 40, 11))).toBe(true);
    expect([list.size, list.start, list.newest]).toEqual([30, 10, 40]);
    expect(list.page(0, 12)).toEqual(['sub 11', 'sub 12']);
    expect(list.page(38, 40)).toEqual(['sub 39', 'sub 40']);
    expect(list.page(40, 40)).toEqual([]);
    expect(list.take(...fill(40, 40, 40))).toBe(false);
    expect([list.size, list.start]).toEqual([1, 39]);
  });

  test('remembers where the last readers stood, until a backup is restored', () => {
    const list = new DeletedList();
    for (const cursor of [3, 5, 9]) list.take(...fill(list.newest, cursor));
    expect([3, 4, 5, 9].map((cursor) => list.wasNewest(cursor))).toEqual([true, false, true, false]);
    for (let cursor = 10; cursor < 20; cursor += 1) list.take(...fill(cursor - 1, cursor));
    expect([3, 11, 18].map((cursor) => list.wasNewest(cursor))).toEqual([false, true, true]);
    expect(list.take(...fill(0, 12))).toBe(true);
    expect([list.size, list.newest, list.wasNewest(11)]).toEqual([12, 12, false]);
    expect(list.take(0, [], [], 0, 0)).toBe(true);
    expect([list.size, list.newest, list.start]).toEqual([0, 0, 0]);
  });
});
