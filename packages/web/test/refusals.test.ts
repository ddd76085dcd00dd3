import { describe, expect, test } from '@jest/globals';
import { errorsByField } from '../src/http/problem.rules.js';
import { retryAfterSeconds, readableWait } from '../src/http/retry-after.rules.js';
import { rightAddress } from '../src/site/address.rules.js';

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  test.each([
    ['75', 75],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['99999999', 86_400],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j asks to wait %j seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });

  test('a wait is told in seconds, then in minutes', () => {
    expect(readableWait(42)).toBe('42 s');
    expect(readableWait(185)).toBe('3 min 05 s');
  });
});

describe('errors of a problem', () => {
  test('stand at the field they point at, the first one only', () => {
    const errors = [
      { pointer: '/password', detail: 'too common' },
      { pointer: '#/password', detail: 'too short' },
      { pointer: '/username/0', detail: 'bad letter' },
      { pointer: '/a~1b', detail: 'odd name' },
    ];
    expect({ ...errorsByField(errors) }).toEqual({ password: 'too common', username: 'bad letter', 'a/b': 'odd name' });
  });

  test('of the whole body stand at no field', () => {
    expect({ ...errorsByField([{ pointer: '', detail: 'no object' }]) }).toEqual({});
  });
});

describe('the address of a page', () => {
  const home = new URL('http://bank.demo.localhost:3001');

  test('is right under the public URL', () => {
    expect(rightAddress(home, new URL('http://bank.demo.localhost:3001/login?a=b'))).toBeUndefined();
  });

  test.each([['http://127.0.0.1:3001'], ['http://localhost:3001'], ['https://bank.demo.localhost:3001']])(
    'is the same page under the public URL when opened as %s',
    (origin) => {
      const here = new URL(`${origin}/login?a=b#c`);
      expect(rightAddress(home, here)).toBe('http://bank.demo.localhost:3001/login?a=b#c');
    },
  );
});
