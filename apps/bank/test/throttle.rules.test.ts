import { addressKey } from '@latchkey/service';
import { describe, expect, test } from '@jest/globals';
import { budgetsOf, deviceBudgets, FREE_FAILURES, KEPT_FOR_KNOWN_ADDRESSES } from '../src/throttle/throttle.rules.js';
import { MOST_FAILURES, refusedBy, WAITS, waitSeconds } from '../src/throttle/throttle.rules.js';

describe('the address that a login attempt counts for', () => {
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
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:0201', '192.0.2.1'],
    ['0:0:0:0:0:FFFF:c000:201', '192.0.2.1'],
    ['::fffe:c000:201', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (address, key) => expect(addressKey(address)).toBe(key));
});

const limits = { account: 10, address: 100 };
const applicant = { account: 'ada', address: '192.0.2.1', isUser: true, isKnownHere: false };
const streakOf = (isKnownHere: boolean) =>
  budgetsOf({ ...applicant, isKnownHere }, limits).attempt.find(({ kind }) => kind === 'streak')!;

describe('what an attempt is counted on', () => {
  test.each([
    ['a stranger', false, limits, ['throttle_account_address', 'throttle_account', 'throttle_address'], 2],
    ['somebody known at the address', true, limits, ['throttle_account_address', 'throttle_account'], 1],
    ['a stranger, without limits by account', false, { account: 0, address: 100 }, ['throttle_address'], 1],
    ['a stranger, without limits', false, { account: 0, address: 0 }, [], 0],
  ])('by %s', (_, isKnownHere, set, reasons, right) => {
    const budgets = budgetsOf({ ...applicant, isKnownHere }, set);
    expect(budgets.attempt.map(({ reason }) => reason)).toEqual(reasons);
    expect(budgets.right).toHaveLength(right);
  });

  test('at a known device is the device alone', () => {
    const { attempt, right } = deviceBudgets('one');
    expect([...attempt, ...right].every(({ key }) => key.endsWith('device:one'))).toBe(true);
  });

  test('is the same for a name that is nobody’s, but kept for a week only', () => {
    const [known, unknown] = [true, false].map((isUser) => budgetsOf({ ...applicant, isUser }, limits).attempt[1]!);
    expect(unknown).toEqual({ ...known, key: 'unknown:ada', seconds: 7 * 86_400 });
    expect(known).toMatchObject({ key: 'account:ada', seconds: null });
  });
});

describe('failures in a row at one account', () => {
  const wait = (counted: number, secondsSinceLast = 0, isKnown = false) =>
    waitSeconds(streakOf(isKnown), { counted, secondsSinceLast, secondsLeft: 0 });

  test.each([
    [0, 0],
    [FREE_FAILURES - 1, 0],
    [FREE_FAILURES, 15],
    [FREE_FAILURES + 1, 30],
    [FREE_FAILURES + WAITS.length - 1, 3600],
    [MOST_FAILURES - KEPT_FOR_KNOWN_ADDRESSES - 1, 3600],
  ])('after %i of them a stranger waits %i s', (counted, seconds) => {
    expect(wait(counted)).toBe(seconds);
    expect(wait(counted, seconds)).toBe(0);
  });

  test('that strangers have used up let none of them in, however long they wait', () => {
    expect(wait(MOST_FAILURES - KEPT_FOR_KNOWN_ADDRESSES, 1e9)).toBe(3600);
    const counts = new Map([[streakOf(false).key, { counted: MOST_FAILURES, secondsSinceLast: 1e9, secondsLeft: 0 }]]);
    expect(refusedBy([streakOf(false)], counts)).toEqual({ reason: 'throttle_account_closed', seconds: 3600 });
  });

  test('leave something to who is known at the address, and end for them as well', () => {
    expect(wait(MOST_FAILURES - 1, 0, true)).toBe(0);
    expect(wait(MOST_FAILURES, 1e9, true)).toBe(3600);
  });

  test('of strangers take days to use up', () => {
    const failures = Array.from({ length: MOST_FAILURES - KEPT_FOR_KNOWN_ADDRESSES }, (_, counted) => wait(counted));
    expect(failures.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThan(2 * 86_400);
  });
});

test('of several budgets that refuse, the one with the longest wait is told', () => {
  const { attempt } = budgetsOf(applicant, limits);
  const full = { counted: 10, secondsSinceLast: 1, secondsLeft: 800.2 };
  const counts = new Map([
    [attempt[0]!.key, full],
    [attempt[1]!.key, { ...full, counted: FREE_FAILURES }],
  ]);
  expect(refusedBy(attempt, counts)).toEqual({ seconds: 801, reason: 'throttle_account_address' });
  expect(refusedBy(attempt, new Map())).toBeUndefined();
});
