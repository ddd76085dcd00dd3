import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { withoutSecrets } from '../trace.js';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZw';
const REFRESH = 'v1.aGtpZC1vZi1rZXk.0198c0de-0000-7000-8000-00000000c0de.3.c2VlZC1vZi1pdA.bWFjLW9mLWl0';
const COOKIE = 's%3Aa-session-of-express.c2lnbmF0dXJl';
const WORDS = 'a "long" walk';

const hashes = new Set([createHash('sha256').update(COOKIE).digest('hex')]);
const body = JSON.stringify({ username: 'ada', password: WORDS });
const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46]);
const trace = Buffer.from(
  zipSync({
    'trace.network': strToU8(JSON.stringify({ cookies: [{ name: 'connect.sid', value: COOKIE }] })),
    'trace.trace': strToU8(JSON.stringify({ value: WORDS, postData: body, text: `Bearer ${TOKEN}` })),
    'resources/asked.json': strToU8(body),
    'resources/ärger.json': strToU8(JSON.stringify({ access_token: TOKEN, refresh_token: REFRESH })),
    'resources/picture.jpeg': picture,
  }),
);

test('a trace that is handed on holds no token, cookie or password, and every other byte that it held', () => {
  const { archive, leaks } = withoutSecrets(trace, hashes, [WORDS]);
  expect(leaks).toEqual([]);
  const files = unzipSync(archive);
  expect(Object.keys(files)).toEqual(Object.keys(unzipSync(trace)));
  expect(Buffer.from(files['resources/picture.jpeg'] ?? [])).toEqual(picture);
  const texts = new Map(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
  const text = [...texts.values()].join('\n');
  for (const secret of [TOKEN, REFRESH, COOKIE, WORDS, 'walk']) expect(text).not.toContain(secret);
  expect(JSON.parse(texts.get('resources/asked.json') ?? '')).toEqual({ username: 'ada', password: '[password]' });
  for (const name of ['trace.trace', 'trace.network', 'resources/ärger.json'])
    expect(() => JSON.parse(texts.get(name) ?? ''), name).not.toThrow();
});

test('what is not an archive is an error, not a trace', () => {
  expect(() => withoutSecrets(Buffer.from('no archive'), hashes, [WORDS])).toThrow('invalid zip data');
});
