import { describe, expect, test } from '@jest/globals';
import { paceKey } from '../src/audit/refusal-sample.rules.js';
import { RefusalPaceService } from '../src/audit/refusal-pace.service.js';

type Guess = [account: string, address: string];

describe('a throttled guess counts as the limit that refused it', () => {
  test.each<[string, string, Guess, Guess, boolean]>([
    ['throttle_address', 'names from one address', ['a', '1'], ['b', '1'], true],
    ['throttle_address', 'addresses', ['a', '1'], ['a', '2'], false],
    ['throttle_account', 'addresses at one account', ['a', '1'], ['a', '2'], true],
    ['throttle_account', 'accounts', ['a', '1'], ['b', '1'], false],
    ['throttle_account_closed', 'addresses at one account', ['a', '1'], ['a', '2'], true],
    ['throttle_right_account', 'addresses of one account', ['a', '1'], ['a', '2'], true],
    ['throttle_right_address', 'names from one address', ['a', '1'], ['b', '1'], true],
    ['throttle_account_address', 'addresses', ['a', '1'], ['a', '2'], false],
    ['throttle_account_address', 'accounts', ['a', '1'], ['b', '1'], false],
  ])('%s: %s', (reason, _, one, other, same) => {
    expect(paceKey(reason, ...one) === paceKey(reason, ...other)).toBe(same);
  });
});

describe('the pace of records', () => {
  test('lets each key through once a minute', () => {
    const pace = new RefusalPaceService();
    expect([pace.allows('a', 0), pace.allows('a', 59_999), pace.allows('b', 59_999)]).toEqual([true, false, true]);
    expect([pace.allows('a', 60_000), pace.allows('a', 60_001)]).toEqual([true, false]);
  });

  test('has a bound that no number of keys exceeds', () => {
    const pace = new RefusalPaceService();
    const allowed = Array.from({ length: 30_000 }, (_, i) => pace.allows(String(i), 0)).filter(Boolean);
    expect(allowed).toHaveLength(10_000);
  });
});
