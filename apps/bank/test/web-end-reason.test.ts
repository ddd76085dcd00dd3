import { describe, expect, test } from '@jest/globals';
import { endReason } from '@latchkey/verifier/contract';
import { readableEndReason } from '../web/src/login/end-reason.rules.js';

describe('why one was logged out', () => {
  test.each(endReason.options.filter((reason) => reason !== 'logout'))('has a text: %s', (reason) => {
    const words = readableEndReason(reason);
    expect(words?.text).toMatch(/^[A-Z].*\.$/);
    expect(words?.text).not.toContain('_');
    expect(words?.isSerious).toBe(reason === 'refresh_reused');
  });

  test('has other words for each reason', () => {
    const texts = endReason.options.map((reason) => readableEndReason(reason)?.text);
    expect(new Set(texts).size).toBe(endReason.options.length);
  });

  test.each([['logout'], [undefined], ['toString'], ['<b>']])('is not said of %j', (reason) => {
    expect(readableEndReason(reason as never)).toBeUndefined();
  });
});
