import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RevokedSet } from '../src/sessions/revoked-set.js';

const MINUTE = 60_000_000;
const START = 28_333_333 * MINUTE;
const members = fc.uniqueArray(fc.tuple(fc.uuid(), fc.integer({ min: START, max: START + 20 * MINUTE })), {
  selector: ([sid]) => sid,
  maxLength: 60,
});
const setOf = (list: readonly (readonly [string, number])[]): RevokedSet => {
  const set = new RevokedSet();
  set.add(
    list.map(([sid]) => sid),
    list.map(([, ended]) => ended),
  );
  return set;
};

describe('the set of revoked sessions', () => {
  test('has one etag, in whatever order and portions its members come', () => {
    fc.assert(
      fc.property(members, fc.nat(60), (list, cut) => {
        const portions = setOf(list.toReversed().slice(cut));
        portions.add(
          list.map(([sid]) => sid),
          list.map(([, ended]) => ended),
        );
        expect(portions.etag).toBe(setOf(list).etag);
      }),
    );
  });

  test('has another etag with another member', () => {
    fc.assert(
      fc.property(members, fc.uuid(), (list, sid) => {
        fc.pre(!list.some(([other]) => other === sid));
        expect(setOf([...list, [sid, START]]).etag).not.toBe(setOf(list).etag);
      }),
    );
  });

  test('is, after what lapsed is dropped, what it would be without', () => {
    fc.assert(
      fc.property(members, fc.integer({ min: START, max: START + 20 * MINUTE }), (list, moment) => {
        const set = setOf(list);
        set.dropBefore(moment);
        const kept = setOf(list.filter(([, ended]) => (Math.floor(ended / MINUTE) + 1) * MINUTE > moment));
        expect([set.etag, set.size, set.sids().toSorted()]).toEqual([kept.etag, kept.size, kept.sids().toSorted()]);
      }),
    );
  });

  test('counts and names who ended after a moment', () => {
    fc.assert(
      fc.property(members, fc.nat(20 * MINUTE), fc.nat(20 * MINUTE), (list, a, b) => {
        const [after, upTo] = [START + Math.min(a, b), START + Math.max(a, b)];
        const set = setOf(list);
        const expected = list.filter(([, ended]) => ended > after);
        expect(set.sids(after).toSorted()).toEqual(expected.map(([sid]) => sid).toSorted());
        expect(set.count(after, upTo)).toBe(expected.filter(([, ended]) => ended <= upTo).length);
      }),
    );
  });

  test('wakes nobody when members lapse, and everybody when one comes', () => {
    const [one, two] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    const set = setOf([[one, START]]);
    const { etag } = set;
    set.dropBefore(START + 2 * MINUTE);
    expect(set.etag).not.toBe(etag);
    expect(set.isCoveredBy(etag)).toBe(true);
    expect(set.add([two], [START + 3 * MINUTE])).toBe(true);
    expect(set.isCoveredBy(etag)).toBe(false);
    expect(set.add([two], [START + 3 * MINUTE])).toBe(false);
  });
});
