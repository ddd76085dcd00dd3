import { request, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database, Metrics } from '@latchkey/service';
import { register, startBank, type Bank } from './bank.js';
import { partOf, readFeed } from './feed-reader.js';
import { acceptsGzip } from '../src/feed/feed.rules.js';
import { LargeResponsesService } from '../src/feed/large-responses.service.js';
import { signIn } from './signed-in.js';

const COUNT = 20_000;
let bank: Bank;
beforeAll(async () => {
  bank = await startBank();
  await register(bank, 'ada').expect(201);
  const { sub } = await signIn(bank, 'ada');
  await bank.app.get(Database).query(
    `INSERT INTO sessions (id, user_id, user_agent, address, created_at, last_used_at, expires_at, ended_at, end_reason)
     SELECT gen_random_uuid(), $1, '', '', now(), now(), now() + interval '1 hour', now(), 'logout' FROM generate_series(1, $2::int)`,
    [sub, COUNT],
  );
  while ((await readFeed(bank)).text.length < COUNT * 50);
});
afterAll(() => bank?.close());

interface Raw {
  readonly headers: IncomingMessage['headers'];
  readonly status: number;
  readonly body: Buffer;
}

/** One answer as it comes over the wire. */
function ask(acceptEncoding: string | undefined): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const headers = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding };
    const asked = request(`${bank.url}/.well-known/latchkey/revocations`, { headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ headers: answer.headers, status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('a whole set', () => {
  test('is sent compressed to whom bears that, and is the same', async () => {
    const [plain, packed] = [await ask(undefined), await ask('br, gzip;q=0.5')];
    expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([undefined, 'gzip']);
    expect([plain.headers.vary, packed.headers.vary]).toEqual(['Accept-Encoding', 'Accept-Encoding']);
    expect(packed.body.length).toBeLessThan(plain.body.length * 0.6);
    const claims = [plain.body, gunzipSync(packed.body)].map(
      (text) => partOf(text.toString(), 1) as { sids: string[] },
    );
    expect(claims[1]!.sids.toSorted()).toEqual(claims[0]!.sids.toSorted());
  });

  test('is compressed once for all who ask in the same second', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('gzip')));
    const bodies = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.toString('base64')));
    // One of each second that passed meanwhile.
    expect(bodies.size).toBeLessThanOrEqual(3);
  });

  test('is not made again and again for readers of one address that do not read', () => {
    const large = new LargeResponsesService(new Metrics());
    const readers = Array.from({ length: 17 }, () => new AbortController());
    const begin = (index: number, address = '192.0.2.1'): boolean => large.begin(address, readers[index]!.signal);
    expect(readers.slice(0, 16).map((_, index) => begin(index))).toEqual(Array(16).fill(true));
    expect([begin(16), begin(16, '192.0.2.2')]).toEqual([false, true]);
    readers[3]!.abort();
    expect([begin(16), begin(3)]).toEqual([true, false]);
  });
});

test.each([
  ['gzip', true],
  ['GZIP', true],
  ['br;q=1, gzip;q=0.8', true],
  ['gzip;q=0', false],
  ['gzip; q=0.000', false],
  ['*', false],
  ['x-gzip', false],
  ['identity', false],
  ['', false],
  [undefined, false],
  [['gzip'], false],
])('Accept-Encoding %j', (header, expected) => expect(acceptsGzip(header)).toBe(expected));

test('a short answer is sent as it is', async () => {
  const { headers } = await readFeed(bank);
  const etag = /"(.+)"/.exec(headers.get('etag')!)![1]!;
  const { claims, headers: more } = await readFeed(bank, { etag, headers: { 'accept-encoding': 'gzip' } });
  expect([claims.kind, more.get('content-encoding')]).toEqual(['heartbeat', null]);
});
