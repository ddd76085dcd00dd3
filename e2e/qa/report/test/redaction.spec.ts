import { expect, test } from '@playwright/test';
import { createHash } from 'node:crypto';
import { carried, given } from '../../harness/credentials.js';
import { Recorder } from '../../harness/recorder.js';
import { fingerprint, redacted, shownToken } from '../../harness/redact.js';
import { leaksIn } from '../leaks.js';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = 'c2lnbmF0dXJlLXRoYXQtbXVzdC1ub3QtYmUtc2Vlbi1ldmVy';
const TOKEN = `${part({ alg: 'HS256' })}.${part({ sub: 'u', sid: '0123456789', jti: 'abcdefghij' })}.${signature}`;
const REFRESH = 'v1.kid0.5e4f6a7b-0000-4000-8000-000000000000.3.c2VlZHNlZWRzZWVk.bWFjbWFjbWFjbWFj';
const COOKIES = `__Secure-latchkey=${TOKEN}; __Host-latchkey-refresh=${REFRESH}; latchkey-hint=q1w2e3r4t5`;

test('a token is shown decoded, without its signature and with short names of session and token', () => {
  const shown = shownToken(TOKEN);
  expect(shown.header).toEqual({ alg: 'HS256' });
  expect(shown.claims).toEqual({ sub: 'u', sid: '0123…', jti: 'abcd…' });
  expect(JSON.stringify(shown)).not.toContain(signature);
});

for (const junk of ['', 'nonsense', 'a.b.c', `${part([1])}.${part('text')}.x`, `${part(null)}.${part(1)}.`]) {
  test(`what is not a token is shown all the same: ${JSON.stringify(junk)}`, () => {
    expect(shownToken(junk).length).toBe(junk.length);
  });
}

test('any text loses its tokens and cookies, and keeps the rest', () => {
  const text = `before ${TOKEN} between ${REFRESH} and ${COOKIES} after`;
  const shown = redacted(text);
  for (const secret of [TOKEN, signature, REFRESH, 'q1w2e3r4t5']) expect(shown).not.toContain(secret);
  expect(shown).toContain(`before [token ${fingerprint(TOKEN)}] between [refresh token ${fingerprint(REFRESH)}] and`);
  expect(shown).toContain(`latchkey-hint=[${fingerprint('q1w2e3r4t5')}] after`);
  expect(redacted('GET /api/me answered 401 token_expired in v1.2')).toBe(
    'GET /api/me answered 401 token_expired in v1.2',
  );
});

test('equal values have equal fingerprints, wherever they travel', () => {
  const digits = fingerprint(TOKEN);
  const kept: string[] = [];
  const keepOut = (secret: string): void => void kept.push(secret);
  expect(carried([['Authorization', `Bearer ${TOKEN}`]], keepOut)).toEqual([`bearer ${digits}`]);
  expect(carried([['cookie', COOKIES]], keepOut)[0]).toBe(`access token ${digits}`);
  const set = `__Secure-latchkey=${TOKEN}; Path=/\n__Host-latchkey-refresh=; Max-Age=0`;
  expect(given([['Set-Cookie', set]], [`{"access_token":"${TOKEN}"}`], keepOut)).toEqual([
    `access token ${digits}`,
    'refresh token cleared',
    `access token ${digits}`,
  ]);
  expect(new Set(kept)).toEqual(new Set([TOKEN, REFRESH, 'q1w2e3r4t5']));
});

test('a record of a step holds no value of what it response, and no query', () => {
  const recorder = new Recorder({ expects: 'It works.' });
  recorder.capture({
    by: 'program',
    at: 0,
    method: 'POST',
    url: `http://bank.demo.localhost:1/login?return_to=${encodeURIComponent('http://a/secret-place')}#${TOKEN}`,
    status: 200,
    error: undefined,
    milliseconds: 1,
    code: undefined,
    requestHeaders: [
      ['Cookie', COOKIES],
      ['Authorization', `Bearer ${TOKEN}`],
    ],
    responseHeaders: [['set-cookie', `__Host-latchkey-refresh=${REFRESH}; Path=/`]],
    bodies: [`{"access_token":"${TOKEN}","refresh_token":"${REFRESH}"}`],
  });
  const text = JSON.stringify(recorder.end());
  for (const secret of [signature, REFRESH, 'q1w2e3r4t5', 'secret-place']) expect(text).not.toContain(secret);
  expect(text).toContain('/login?return_to=…');
  expect(text, 'the hash, to search for').toContain(createHash('sha256').update(REFRESH).digest('hex'));
});

test('a step with many requests tells the first ones, and how the rest was answered', () => {
  const recorder = new Recorder({ expects: 'It works.' });
  const one = { by: 'program', at: 0, method: 'GET', url: 'http://a/', error: undefined, milliseconds: 1 } as const;
  const none = { code: undefined, requestHeaders: [], responseHeaders: [], bodies: [] };
  for (let turn = 0; turn < 200; turn += 1) recorder.capture({ ...one, ...none, status: turn % 2 === 0 ? 200 : 403 });
  const { requests, more } = recorder.end();
  expect(requests.length + Object.values(more).reduce((sum, number) => sum + number, 0)).toBe(200);
  expect(Object.keys(more)).toEqual(['200', '403']);
});

const hashes = new Set([createHash('sha256').update('q1w2e3r4t5y6u7').digest('hex')]);
const words = ['a long walk to somewhere'];
const leaky: readonly (readonly [string, string])[] = [
  ['a whole token', `<td>${TOKEN}</td>`],
  ['a refresh token', `text ${REFRESH}.`],
  ['a cookie', 'set latchkey-hint=abcdefgh;'],
  ['a value that was seen', '<code>hint=q1w2e3r4t5y6u7;</code>'],
  ['a password', 'typed: a long walk to somewhere'],
];
for (const [what, text] of leaky) {
  test(`a report with ${what} in it is found out`, () => {
    expect(leaksIn(text, hashes, words)).not.toEqual([]);
  });
}

test('a report with fingerprints, decoded tokens and pictures holds no secret', () => {
  const shown = `${redacted(COOKIES)} ${JSON.stringify(shownToken(TOKEN))}`;
  const picture = `<img src="data:image/jpeg;base64,${Buffer.from(REFRESH).toString('base64')}">`;
  expect(leaksIn(shown + picture, new Set([createHash('sha256').update(REFRESH).digest('hex')]), words)).toEqual([]);
});
