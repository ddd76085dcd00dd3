import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MARK_MODULUS, RecentChanges } from '../src/sessions/recent-changes.js';

const MINUTE = 60_000_000;
const START = 28_333_333 * MINUTE;
const moment = fc.integer({ min: START, max: START + 20 * MINUTE });
const members = fc.uniqueArray(fc.tuple(fc.uuid(), moment, fc.integer({ min: 1, max: 9 })), {
  selector: ([id]) => id,
  maxLength: 60,
});
type Members = readonly (readonly [string, number, number])[];

const rights = (): RecentChanges => new RecentChanges((sub, version) => `${sub} ${version}`);
const add = (changes: RecentChanges, list: Members): string[] =>
  changes.add(
    list.map(([id]) => id),
    list.map(([, at]) => at),
    list.map(([, , version]) => version),
  );
const changesOf = (list: Members): RecentChanges => {
  const changes = rights();
  add(changes, list);
  return changes;
};

describe('what changed of late', () => {
  test('has one name, in whatever order and portions its members come', () => {
    fc.assert(
      fc.property(members, fc.nat(60), (list, cut) => {
        const portions = changesOf(list.toReversed().slice(cut));
        add(portions, list);
        expect(portions.name).toBe(changesOf(list).name);
      }),
    );
  });

  test('has another name with another member', () => {
    fc.assert(
      fc.property(members, fc.uuid(), (list, id) => {
        fc.pre(!list.some(([other]) => other === id));
        expect(changesOf([...list, [id, START, 1]]).name).not.toBe(changesOf(list).name);
      }),
    );
  });

  test('is, after some changed again, what it would be had they changed once', () => {
    fc.assert(
      fc.property(members, members, fc.nat(60), (list, later, cut) => {
        const again: Members = list.slice(0, cut).map(([id, at], index) => [id, at + MINUTE * (index % 3), 10]);
        const changes = changesOf(list);
        add(changes, later);
        expect(add(changes, again)).toEqual(again.map(([id]) => id));
        const last = new Map([...list, ...later, ...again].map((member) => [member[0], member] as const));
        const once = changesOf([...last.values()]);
        expect([changes.name, changes.size, new Map(changes.pairs())]).toEqual([
          once.name,
          once.size,
          new Map(once.pairs()),
        ]);
        for (const [id, [, , version]] of last) expect(changes.versionOf(id)).toBe(version);
        changes.dropBefore(START + 100 * MINUTE);
        expect([changes.size, changes.name]).toEqual([0, rights().name]);
      }),
    );
  });

  test('is, after what lapsed is dropped, what it would be without', () => {
    fc.assert(
      fc.property(members, moment, (list, until) => {
        const changes = changesOf(list);
        const isDropped = changes.dropBefore(until);
        const left = list.filter(([, at]) => (Math.floor(at / MINUTE) + 1) * MINUTE > until);
        expect(isDropped).toBe(left.length < list.length);
        const kept = changesOf(left);
        expect([changes.name, changes.size, changes.ids().toSorted()]).toEqual([
          kept.name,
          kept.size,
          kept.ids().toSorted(),
        ]);
      }),
    );
  });

  test('counts, marks and names who changed after a moment', () => {
    fc.assert(
      fc.property(members, moment, moment, (list, a, b) => {
        const [after, upTo] = [Math.min(a, b), Math.max(a, b)];
        const changes = changesOf(list);
        const expected = list.filter(([, at]) => at > after);
        expect(changes.ids(after).toSorted()).toEqual(expected.map(([id]) => id).toSorted());
        expect(new Map(changes.pairs(after))).toEqual(new Map(expected.map(([id, , version]) => [id, version])));
        expect(changes.count(after)).toBe(expected.length);
        const within = expected.filter(([, at]) => at <= upTo);
        expect(changes.mark(after, upTo)).toBe(within.reduce((sum, [, at]) => sum + (at % MARK_MODULUS), 0));
      }),
    );
  });

  test('a list of sessions is named as by the release before', () => {
    const sids = new RecentChanges();
    const [one, two] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    expect(sids.name).toBe('AAAAAAAAAAAAAAAAAAAAAA-0');
    sids.add([two, one], [START, START]);
    expect(sids.name).toBe('9n9ZYy0dhHaG2Qd93wevEQ-2');
  });
});
