import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FairOrder, type HashPlace } from '../src/passwords/fair-order.rules.js';

/** Tasks are written `address/account number`: `a/x1` is one of account x from address a. */
const placeOf = (task: string): HashPlace => {
  const [address = '', account = ''] = task.replace(/\d+$/, '').split('/');
  return { address, account };
};

function ordered(places: number, tasks: string): { order: FairOrder<string>; refused: string[] } {
  const order = new FairOrder<string>(places);
  const refused = tasks.split(' ').flatMap((task) => order.add(task, placeOf(task)) ?? []);
  return { order, refused };
}

function rest(order: FairOrder<string>): string {
  const tasks: string[] = [];
  for (let task = order.next(); task !== undefined; task = order.next()) tasks.push(task);
  return tasks.join(' ');
}

test.each([
  ['one account keeps its order', 'a/x1 a/x2 a/x3', 'a/x1 a/x2 a/x3'],
  ['addresses take turns', 'a/x1 a/x2 a/x3 b/y1 c/z1', 'a/x1 b/y1 c/z1 a/x2 a/x3'],
  ['accounts of an address take turns', 'a/x1 a/x2 a/x3 a/y1', 'a/x1 a/y1 a/x2 a/x3'],
  ['many accounts give an address no more turns', 'a/x1 a/y1 a/z1 b/w1 b/w2', 'a/x1 b/w1 a/y1 b/w2 a/z1'],
])('%s', (_, tasks, expected) => {
  expect(rest(ordered(9, tasks).order)).toBe(expected);
});

test('an account that becomes known while some of its tasks wait has one turn in its address', () => {
  const order = new FairOrder<string>(9);
  const stranger = { address: 'a', account: 'x', turn: 'x' };
  order.add('x1', stranger);
  order.add('x2', stranger);
  order.add('known x1', { ...stranger, account: 'x from a' });
  order.add('y1', { address: 'a', account: 'y' });
  expect(rest(order)).toBe('x1 y1 x2 known x1');
});

test('anyone who is known is not refused for a flood at the same account, though they take turns with it', () => {
  const order = new FairOrder<string>(4);
  order.add('x1', { address: 'a', account: 'x', turn: 'x' });
  order.add('known x1', { address: 'a', account: 'x from a', turn: 'x' });
  order.add('x2', { address: 'b', account: 'x', turn: 'x' });
  order.add('x3', { address: 'c', account: 'x', turn: 'x' });
  expect(order.add('y1', { address: 'd', account: 'y' })).toBe('x3');
  expect(rest(order)).toBe('x1 x2 y1 known x1');
});

describe('with three places, all taken', () => {
  test.each([
    ['a newcomer from elsewhere takes the newest place of the heaviest address', 'a/x1 a/x2 a/x3 b/y1', 'a/x3'],
    ['a newcomer with another account takes one of the heaviest account', 'a/x1 a/x2 a/x3 a/y1', 'a/x3'],
    ['the heaviest one is refused itself', 'a/x1 a/x2 a/x3 a/x4', 'a/x4'],
    ['among equals the others came first', 'a/x1 b/y1 c/z1 d/w1', 'd/w1'],
    ['one account from many addresses is one flood', 'a/x1 b/x2 c/x3 d/y1', 'c/x3'],
    ['an address with as many as the newcomer would have keeps them', 'a/x1 b/y1 b/y2 a/x2', 'a/x2'],
  ])('%s', (_, tasks, refused) => {
    expect(ordered(3, tasks).refused).toEqual([refused]);
  });
});

describe('whatever comes in whatever order', () => {
  const task = fc.record({
    address: fc.constantFrom('a', 'b', 'c', 'd'),
    account: fc.constantFrom('u', 'v', 'w', 'x', 'y'),
  });
  const steps = fc.array(fc.oneof({ weight: 3, arbitrary: task }, fc.constant('next' as const)), { maxLength: 80 });

  test('the sum is bounded, and every task is answered exactly once', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 12 }), (all, places) => {
        const order = new FairOrder<number>(places);
        const answered: number[] = [];
        let count = 0;
        for (const step of all) {
          const out = step === 'next' ? order.next() : order.add((count += 1), step);
          if (out !== undefined) answered.push(out);
          expect(order.size).toBeLessThanOrEqual(places);
        }
        for (let left = order.next(); left !== undefined; left = order.next()) answered.push(left);
        expect(order.size).toBe(0);
        expect(answered.toSorted((one, other) => one - other)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
      }),
    );
  });

  test('no address waits for more turns than there are other addresses', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const order = new FairOrder<HashPlace>(1_000);
        const waiting: HashPlace[] = [];
        const turns = new Map<string, number>();
        for (const step of all) {
          const out = step === 'next' ? order.next() : order.add(step, step);
          if (step !== 'next') waiting.push(step);
          if (out === undefined) continue;
          waiting.splice(waiting.indexOf(out), 1);
          turns.delete(out.address);
          for (const address of new Set(waiting.map((one) => one.address))) {
            if (address !== out.address) turns.set(address, (turns.get(address) ?? 0) + 1);
            expect(turns.get(address) ?? 0).toBeLessThanOrEqual(3);
          }
        }
      }),
    );
  });

  test('anyone who holds fewer places than somebody else is not refused', () => {
    fc.assert(
      fc.property(fc.array(task, { minLength: 1, maxLength: 60 }), (all) => {
        const order = new FairOrder<HashPlace>(8);
        const held: HashPlace[] = [];
        const weight = (one: HashPlace) => ({
          address: held.filter(({ address }) => address === one.address).length,
          account: held.filter(({ account }) => account === one.account).length,
        });
        for (const one of all) {
          held.push(one);
          const out = order.add(one, one);
          if (out === undefined) continue;
          const { address, account } = weight(out);
          const most = Math.max(...held.flatMap((other) => Object.values(weight(other))));
          expect(Math.max(address, account)).toBe(most);
          held.splice(held.indexOf(out), 1);
        }
      }),
    );
  });
});
