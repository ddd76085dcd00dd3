import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { withoutSecrets } from '../trace.js';
import { unzipped, zipped } from '../zip.js';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZw';
const REFRESH = 'v1.aGtpZC1vZi1rZXk.0198c0de-0000-7000-8000-00000000c0de.3.c2VlZC1vZi1pdA.bWFjLW9mLWl0';
const COOKIE = 's%3Aa-session-of-express.c2lnbmF0dXJl';
const WORDS = 'a "long" walk';

const hashes = new Set([createHash('sha256').update(COOKIE).digest('hex')]);
const body = JSON.stringify({ username: 'ada', password: WORDS });
const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46]);
const trace = zipped([
  { name: 'trace.network', bytes: Buffer.from(JSON.stringify({ cookies: [{ name: 'connect.sid', value: COOKIE }] })) },
  {
    name: 'trace.trace',
    bytes: Buffer.from(JSON.stringify({ value: WORDS, postData: body, text: `Bearer ${TOKEN}` })),
  },
  { name: 'resources/asked.json', bytes: Buffer.from(body) },
  { name: 'resources/ärger.json', bytes: Buffer.from(JSON.stringify({ access_token: TOKEN, refresh_token: REFRESH })) },
  { name: 'resources/picture.jpeg', bytes: picture },
]);

test('a trace that is handed on holds no token, cookie or password, and every other byte that it held', () => {
  const { archive, leaks } = withoutSecrets(trace, hashes, [WORDS]);
  expect(leaks).toEqual([]);
  const files = new Map(unzipped(archive).map(({ name, bytes }) => [name, bytes]));
  expect([...files.keys()]).toEqual(unzipped(trace).map(({ name }) => name));
  expect(files.get('resources/picture.jpeg')).toEqual(picture);
  const text = [...files.values()].map(String).join('\n');
  for (const secret of [TOKEN, REFRESH, COOKIE, WORDS, 'walk']) expect(text).not.toContain(secret);
  expect(JSON.parse(String(files.get('resources/asked.json')))).toEqual({ username: 'ada', password: '[password]' });
  for (const name of ['trace.trace', 'trace.network', 'resources/ärger.json'])
    expect(() => JSON.parse(String(files.get(name))), name).not.toThrow();
});

test('what is no archive is an error, no trace', () => {
  expect(() => unzipped(Buffer.from('no archive'))).toThrow('no zip archive');
});
