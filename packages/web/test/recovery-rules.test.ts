import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideRecovery } from '../src/session/recovery.rules.js';
import type { RecoveryDecision, UnauthorizedRequest } from '../src/session/recovery.rules.js';

const FIRST: UnauthorizedRequest = {
  code: 'token_expired',
  renewed: false,
  outdated: false,
  ageMs: undefined,
  waitedMs: 0,
};
const CODES = 'token_missing token_expired token_invalid renew_required clock_skew session_ended http_401'.split(' ');

describe('a 401', () => {
  const cases: [string, Partial<UnauthorizedRequest>, RecoveryDecision][] = [
    ['of an expired token renews', {}, 'renew'],
    ['without a token renews', { code: 'token_missing' }, 'renew'],
    ['of a stale token renews', { code: 'renew_required', ageMs: 20_000 }, 'renew'],
    ['of a stale token renews however young the token is', { code: 'renew_required', ageMs: 100 }, 'renew'],
    ['of an expired token renews however young it is', { ageMs: 2_000 }, 'renew'],
    ['of an unknown token renews', { code: 'token_invalid' }, 'renew'],
    ['that differing clocks cause renews once', { code: 'clock_skew' }, 'renew'],
    ['of an ended session never renews', { code: 'session_ended' }, 'ended'],
    ['of an ended session never repeats', { code: 'session_ended', outdated: true }, 'ended'],
    ['of a wrong password is shown', { code: 'invalid_credentials' }, 'stop'],
    ['is repeated if the login was renewed since', { outdated: true }, 'repeat'],
    ['of a young token waits for the key', { code: 'token_invalid', ageMs: 9_999 }, 'wait'],
    ['of a token that is no longer young renews', { code: 'token_invalid', ageMs: 10_000 }, 'renew'],
    ['after a wait of 10 s renews', { code: 'token_invalid', ageMs: 1, waitedMs: 10_000 }, 'renew'],
    ['after the renewal waits for the key', { code: 'token_invalid', renewed: true, ageMs: 1 }, 'wait'],
    ['after renewal and wait is shown', { code: 'token_invalid', renewed: true, ageMs: 1, waitedMs: 10_000 }, 'stop'],
    ['of an expired token after the renewal is shown', { renewed: true, ageMs: 1 }, 'stop'],
    ['of a stale token after the renewal is shown', { code: 'renew_required', renewed: true, ageMs: 1 }, 'stop'],
    ['of differing clocks after the renewal is shown', { code: 'clock_skew', renewed: true, ageMs: 1 }, 'stop'],
    ['without a token after the renewal is shown', { code: 'token_missing', renewed: true, ageMs: 1 }, 'stop'],
  ];
  test.each(cases)('%s', (_, given, decision) => {
    expect(decideRecovery({ ...FIRST, ...given })).toBe(decision);
  });

  test('costs at most one renewal, and comes to an end', () => {
    const refusals = fc.array(fc.record({ code: fc.constantFrom(...CODES), ageMs: fc.nat(20_000) }), {
      minLength: 80,
      maxLength: 80,
    });
    fc.assert(
      fc.property(refusals, (list) => {
        let [renewals, waitedMs, ended] = [0, 0, false];
        for (const { code, ageMs } of list) {
          const decision = decideRecovery({ code, ageMs, waitedMs, renewed: renewals > 0, outdated: false });
          if (decision === 'renew') renewals += 1;
          else if (decision === 'wait') waitedMs += 200;
          else ended = true;
          if (ended) break;
        }
        return ended && renewals <= 1 && waitedMs <= 10_000;
      }),
    );
  });
});
