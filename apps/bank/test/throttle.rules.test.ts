import { describe, expect, test } from '@jest/globals';
import { addressKey } from '../src/throttle/address.rules.js';
import { FREE_EVERYWHERE, needsSlowPlace, passesSlowly, retryAfter } from '../src/throttle/throttle.rules.js';

const count = (points: number, accepted = true, waitMs = 0) => ({ points, accepted, waitMs });

describe('the address that a guess counts for', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (address, key) => expect(addressKey(address)).toBe(key));
});

describe('a guess at an account, counted over all addresses', () => {
  test.each([
    ['the first', 1, true, false, true],
    ['the last but one that is free', FREE_EVERYWHERE - 1, true, false, true],
    ['the last free one, which begins the wait', FREE_EVERYWHERE, true, true, true],
    ['the last free one, whoever holds the slow place', FREE_EVERYWHERE, false, true, true],
    ['one beyond, with the slow place free', FREE_EVERYWHERE + 1, true, true, true],
    ['one beyond, with the slow place taken', FREE_EVERYWHERE + 1, false, true, false],
  ])('%s', (_, points, slowIsFree, needsSlow, passes) => {
    const everywhere = count(points, points <= FREE_EVERYWHERE);
    expect(needsSlowPlace(everywhere)).toBe(needsSlow);
    if (needsSlow) expect(passesSlowly(everywhere, count(1, slowIsFree))).toBe(passes);
  });
});

test.each([
  [0, 1],
  [1, 1],
  [1000, 1],
  [1001, 2],
  [59_999, 60],
])('a wait of %i ms is said to be %i s', (waitMs, seconds) =>
  expect(retryAfter(count(1, false, waitMs))).toBe(seconds),
);
