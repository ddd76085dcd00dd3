import { describe, expect, test } from '@jest/globals';
import { token } from '@latchkey/testing/tokens';
import { verdict } from './support/verifier.js';

describe('a token counts only where its audience says so', () => {
  test.each([[['retirement']], [['bank', 'retirement']], [['retirement', 'bank', 'pension-2']]])(
    '%j is accepted',
    (aud) => {
      expect(verdict(token({ aud }))).toBe('accepted');
    },
  );

  test.each([[['bank']], [['retirement2']], [['bank', 'retiremen']]])('%j is refused', (aud) => {
    expect(verdict(token({ aud }))).toBe('token_invalid: claim_audience');
  });

  test.each([
    'retirement',
    'bank retirement',
    [[]],
    [[['retirement']]],
    [['retirement', 1]],
    [['retirement', null]],
    [['retirement', '']],
    [['Retirement']],
    [['retirement ', 'retirement']],
    { 0: 'retirement', length: 1 },
    '*',
    [['*']],
    null,
    undefined,
    true,
  ])('%j, which is no list of service ids, is refused', (aud) => {
    expect(verdict(token({ aud: Array.isArray(aud) ? aud[0] : aud }))).toBe('token_invalid: claim_aud');
  });
});
