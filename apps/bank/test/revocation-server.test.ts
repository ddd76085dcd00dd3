import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startBank, type Bank } from './bank.js';
import { readFeed, sessionMaker, until } from './feed-reader.js';

let bank: Bank;
let etag: string;
beforeAll(async () => {
  bank = await startBank();
  const maker = await sessionMaker(bank);
  await maker.open(3, 10);
  await until(async () => {
    const { claims } = await readFeed(bank);
    etag = claims.etag;
    return claims.kind === 'set' && claims.sids.length === 3;
  });
});
afterAll(() => bank?.close());

const waitingNow = async (at = bank): Promise<number> => {
  const text = (await at.request.get('/metrics').set('Host', 'localhost')).text;
  return Number(/^latchkey_revocations_waiting (\d+)/m.exec(text)?.[1]);
};
// What a reader is answered after who does wait 5 s.
const SHORTEST_WAIT_MS = 4900;
const from = (address: string) => ({ 'x-forwarded-for': address });

describe('what a reader may not do', () => {
  test.each([
    ['since', '?since=-1'],
    ['since', '?since=0'],
    ['since', '?since=1e3'],
    ['since', '?since=NaN'],
    ['since', `?since=${'9'.repeat(400)}`],
    ['since', '?since=1&since=2'],
    ['since', '?since[a]=1'],
    ['since', '?since=%00'],
    ['since', `?since=${Date.now() + 1e9}`],
    ['since', '?__proto__=1&since=1'],
  ])('a forged %s (%s) gets the whole set', async (_, search) => {
    const { status, headers } = await readFeed(bank, { search });
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe(`"${etag}"`);
  });

  test.each([
    ['if-none-match', '*'],
    ['if-none-match', etagOf('x'.repeat(65))],
    ['if-none-match', '"'],
    ['if-none-match', etagOf('../../etc')],
    ['if-none-match', `${etagOf('a')}, ${etagOf('b')}`],
    ['prefer', 'wait=9999999999999999999999'],
    ['prefer', 'wait=-1'],
    ['prefer', 'wait'],
    ['prefer', 'respond-async; wait=x'],
  ])('a forged %s (%s) is not waited for', async (header, value) => {
    const { status, ms } = await readFeed(bank, { headers: { prefer: 'wait=5', [header]: value } });
    expect(status).toBe(200);
    expect(ms).toBeLessThan(SHORTEST_WAIT_MS);
  });

  test('nobody waits longer than 5 s', async () => {
    const { claims, ms } = await readFeed(bank, { etag, wait: 600 });
    expect(claims.kind).toBe('heartbeat');
    expect(ms).toBeGreaterThan(SHORTEST_WAIT_MS);
    expect(ms).toBeLessThan(30_000);
  });

  test('a weak etag counts as the same', async () => {
    const { claims } = await readFeed(bank, { headers: { 'if-none-match': `W/"${etag}"` } });
    expect(claims.kind).toBe('heartbeat');
  });
});

describe('waiting places', () => {
  const readers: AbortController[] = [];
  const answers: Promise<void>[] = [];
  /** Waits, and asks again whenever it was answered, until it hangs up. */
  const wait = (address: string): void => {
    const reader = new AbortController();
    readers.push(reader);
    const question = { etag, wait: 5, headers: from(address), signal: reader.signal };
    const waiting = async (): Promise<void> => {
      while (!reader.signal.aborted) await readFeed(bank, question).catch(() => undefined);
    };
    answers.push(waiting());
  };
  /** A client that comes while so many wait is answered without waiting; asked again where the time of one of those was just over. */
  const untilFull = (count: number, address: string): Promise<void> =>
    until(async () => {
      await until(async () => (await waitingNow()) === count);
      const { claims, ms } = await readFeed(bank, { etag, wait: 5, headers: from(address) });
      return claims.kind === 'heartbeat' && ms < SHORTEST_WAIT_MS;
    });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.abort();
    await Promise.all(answers.splice(0));
    await until(async () => (await waitingNow()) === 0);
  });

  test('are 64 for an address; further requests are answered without waiting', async () => {
    for (let n = 0; n < 64; n++) wait('192.0.2.7');
    await untilFull(64, '192.0.2.7');
    wait('192.0.2.8');
    await until(async () => (await waitingNow()) === 65);
  });

  test('are the same for all addresses of one IPv6 network', async () => {
    for (let n = 0; n < 64; n++) wait(`2001:db8:0:1::${n.toString(16)}`);
    await untilFull(64, '2001:db8:0:1:ffff::1');
  });

  test('are free again when a client hangs up', async () => {
    for (let n = 0; n < 10; n++) wait('192.0.2.9');
    await until(async () => (await waitingNow()) === 10);
    const began = performance.now();
    wait('192.0.2.9');
    await until(async () => (await waitingNow()) === 11);
    for (const reader of readers.splice(0)) reader.abort();
    await until(async () => (await waitingNow()) === 0);
    expect(performance.now() - began).toBeLessThan(SHORTEST_WAIT_MS);
  });
});

test('a bank that stops answers all who wait at once, with a heartbeat', async () => {
  const stopping = await startBank();
  const { claims } = await readFeed(stopping);
  const began = performance.now();
  const waiting = Promise.all(Array.from({ length: 20 }, () => readFeed(stopping, { etag: claims.etag, wait: 5 })));
  await until(async () => (await waitingNow(stopping)) === 20);
  const closed = stopping.close();
  for (const answer of await waiting) expect([answer.status, answer.claims.kind]).toEqual([200, 'heartbeat']);
  expect(performance.now() - began).toBeLessThan(SHORTEST_WAIT_MS);
  await closed;
});

function etagOf(text: string): string {
  return `"${text}"`;
}
