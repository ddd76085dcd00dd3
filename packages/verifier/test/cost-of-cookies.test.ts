import { expect, test } from '@jest/globals';
import { carriedToken, refreshSids } from '../src/transport/transport.rules.js';
import { ACCESS_COOKIE, REFRESH_COOKIE } from '../src/transport/session-cookies.js';

const SHORT = 4_000;
const TIMES = 8;
// In proportion it is 8; an expression that looks for the end at every blank takes 64.
const BEARABLE = 24;

const headers: [string, (length: number) => string][] = [
  ['blanks before the name', (length) => `${' '.repeat(length)}${ACCESS_COOKIE}=x`],
  ['blanks within the name', (length) => `${ACCESS_COOKIE}${' '.repeat(length)}x=x`],
  ['blanks within the value', (length) => `${ACCESS_COOKIE}=a${' \t'.repeat(length / 2)}b`],
  ['blanks behind the value', (length) => `${REFRESH_COOKIE}=a${' '.repeat(length)}; ${ACCESS_COOKIE}=x`],
  ['cookies without a name', (length) => `${';'.repeat(length)}${ACCESS_COOKIE}=x`],
  ['cookies of the one name', (length) => `${ACCESS_COOKIE}=x;`.repeat(length / 20)],
  ['dots', (length) => `${REFRESH_COOKIE}=${'.'.repeat(length)};${ACCESS_COOKIE}=x`],
  ['equal signs', (length) => `${ACCESS_COOKIE}${'='.repeat(length)}`],
];

test.each(headers)('%s cost in proportion to their number', (_kind, header) => {
  const [short, long] = [cost(header(SHORT)), cost(header(SHORT * TIMES))];
  expect(long / short).toBeLessThan(BEARABLE);
});

test('blanks around a cookie are not of it, others are', () => {
  const texts = (cookie: string): readonly string[] => carriedToken({ rawHeaders: [], headers: { cookie } }).texts;
  expect(texts(` \t${ACCESS_COOKIE}\t = \t a b \t; x=y`)).toEqual(['a b']);
  expect(texts(`${ACCESS_COOKIE}= \t `)).toEqual(['']);
  expect(texts(`\u00a0${ACCESS_COOKIE}=a`)).toEqual([]);
});

// CPU time of the process, so that a busy machine changes little; the least of several, so that a collection does not count.
function cost(cookie: string): number {
  const request = { rawHeaders: ['cookie', cookie], headers: { cookie } };
  const spent = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    for (let times = 0; times < 3; times++) {
      carriedToken(request);
      refreshSids(request);
    }
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.max(Math.min(...spent), 50);
}
