import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deviceOf } from '../src/client/device.rules.js';

test.each([
  ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['Firefox on Android', 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'],
  [
    'Chrome on Windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  ],
  [
    'Chrome on Android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36',
  ],
  [
    'Headless Chrome on Linux',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/138.0.0.0 Safari/537.36',
  ],
  [
    'Edge on Windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0',
  ],
  [
    'Opera on macOS',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 OPR/120.0.0.0',
  ],
  [
    'Safari on macOS',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  ],
  [
    'Safari on iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  ],
  [
    'Chrome on iPad',
    'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0.7204.119 Mobile/15E148 Safari/604.1',
  ],
  [
    'Samsung Internet on Android',
    'Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  ],
  [
    'Chrome on ChromeOS',
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  ],
  ['curl', 'curl/8.14.1'],
  ['Unknown program', 'Latchkey-Service'],
  ['Unknown program', 'Latchkey-Service/1.0 Another service of the deployment'],
  ['Unknown program', `curl/8 ${'x'.repeat(249)}`],
  ['Unknown program', 'curl/8\nFirefox/140.0'],
  ['Unknown program', 'curl/8\u0000'],
  ['Unknown program', 'curl/8\tx'],
  ['Unknown program', '\u202ecurl/8 (Linux)'],
  ['Unknown program', 'Mozilla/5.0 (X11; Linux) \u2066Firefox/140.0'],
  ['Unknown program', 'Mozilla/5.0 (X11; Linux) Firefox/140.0 \u00e2\u0080\u00ae'],
  ['Unknown program', 'curl/8 (\u200bLinux)'],
  ['Node.js', 'node'],
  ['Python', 'python-requests/2.32.3'],
  ['Unknown program', ''],
  ['Unknown program', 'Firefox'],
  ['Unknown program on Linux', 'MyBank/1.0 (Linux)'],
])('%s', (words, userAgent) => {
  expect(deviceOf(userAgent)).toBe(words);
});

test('whatever a client writes, only words of ours come out', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 600, unit: 'binary' }), (text) => {
      expect(deviceOf(text)).toMatch(/^[A-Z][A-Za-z. ]*$|^curl( on [A-Za-z]+)?$/);
    }),
  );
});
