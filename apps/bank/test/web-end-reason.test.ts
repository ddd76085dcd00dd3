import { describe, expect, test } from '@jest/globals';
import { endReason } from '@latchkey/auth/contract';
import { endReasonInWords } from '../web/src/login/end-reason.rules.js';

describe('why one was logged out', () => {
  test.each(endReason.options.filter((reason) => reason !== 'logout'))('is said in words: %s', (reason) => {
    const words = endReasonInWords(reason);
    expect(words?.text).toMatch(/^[A-Z].*\.$/);
    expect(words?.text).not.toContain('_');
    expect(words?.isSerious).toBe(reason === 'refresh_reused');
  });

  test('has other words for each reason', () => {
    const texts = endReason.options.map((reason) => endReasonInWords(reason)?.text);
    expect(new Set(texts).size).toBe(endReason.options.length);
  });

  test.each([['logout'], [undefined], ['toString'], ['<b>']])('is not said of %j', (reason) => {
    expect(endReasonInWords(reason as never)).toBeUndefined();
  });
});
