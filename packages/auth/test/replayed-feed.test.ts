import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokenFor, type TestDatabase, StubBank } from '@latchkey/testing';
import { call, database, figure, health, start, until, type Verifying } from './support/verifying-service.js';

const bank = new StubBank();
const [dead, living] = [randomUUID(), randomUUID()];
let own: TestDatabase;
let service: Verifying;
let early: string;
beforeAll(async () => {
  await bank.start();
  early = bank.feed.set();
  bank.feed.revoke(dead);
  own = await database();
  service = await start(bank.url, own);
  await until(
    () => health(service),
    (seen) => seen.living === 1,
  );
});
afterAll(async () => {
  await service?.close();
  await bank.stop();
  await own?.drop();
});

const refused = (reason: string): Promise<number> => figure(service, `latchkey_feed_refused_total{reason="${reason}"}`);
const me = (sid: string): Promise<string> => call(service, 'GET /api/me', tokenFor({ sid }));

/** Has the bank's place taken by something else until it is refused for this reason. */
async function told(text: string, reason: string): Promise<void> {
  const before = await refused(reason);
  bank.feed.instead = (response) => void response.end(text);
  bank.feed.wake();
  expect(
    await until(
      () => refused(reason),
      (count) => count > before,
    ),
  ).toBeGreaterThan(before);
  expect((await health(service)).lastFault).toBe(reason);
}

describe('an answer that is not the truth of now changes nothing', () => {
  const foreign = { iss: 'http://other.demo.localhost', iat: 9_999_999_999, etag: 'x', kind: 'set', as_of: 9e12 };
  test.each([
    ['an old set', () => early, 'as_of_back'],
    ['an old heartbeat', () => bank.feed.heartbeat({ iat: Math.floor(Date.now() / 1000) - 100 }), 'iat_back'],
    ['a heartbeat of another set', () => bank.feed.heartbeat({ etag: 'x' }), 'etag_unknown'],
    [
      'a forged set',
      () => bank.feed.sign({ ...foreign, sids: [living] }, randomBytes(32).toString('hex')),
      'signature',
    ],
    ["another bank's set", () => bank.feed.sign({ ...foreign, sids: [living] }), 'claim_iss'],
    ['a set cut short', () => bank.feed.set().slice(0, -3), 'signature_length'],
    ['an access token', () => tokenFor(), 'header_typ'],
    ['a page', () => '<html>captive portal</html>', 'text_parts'],
    ['nothing', () => '', 'text_parts'],
  ])('%s', async (_, text, reason) => {
    await told(text(), reason);
    expect([await me(dead), await me(living)]).toEqual(['401 session_ended', '200']);
    expect((await health(service)).living).toBe(1);
  });
});

describe('what is no answer counts as a failure', () => {
  test.each([
    ['an error', 503, {}, 'answered with status 503. BANK_URL: see its log'],
    ['not modified', 304, {}, 'answered with status 304'],
    [
      'a redirect',
      302,
      { location: 'http://127.0.0.1:9/' },
      'sends us elsewhere by a redirect. BANK_URL: write the address that answers itself',
    ],
  ])('%s', async (_, status, headers, words) => {
    bank.feed.instead = (response) => void response.writeHead(status, headers).end();
    bank.feed.wake();
    const { lastFault } = await until(
      () => health(service),
      (seen) => seen.lastFault?.includes(words) === true,
    );
    expect(lastFault).toContain(words);
  });

  test('a text without end is not read on', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(1024 * 1024, 'A');
    bank.feed.instead = (response) => {
      const more = (): void => {
        sent++;
        if (!response.destroyed) response.write(chunk, () => setImmediate(more));
      };
      more();
    };
    expect(
      await until(
        () => refused('text_too_long'),
        (count) => count > 0,
      ),
    ).toBeGreaterThan(0);
    expect(sent).toBeGreaterThan(50);
    bank.feed.instead = undefined;
  });
});

test('a text that is long only unpacked is not read on', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'A'), { level: 1 });
  const before = await refused('text_too_long');
  bank.feed.instead = (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
  bank.feed.wake();
  expect(
    await until(
      () => refused('text_too_long'),
      (count) => count > before,
    ),
  ).toBeGreaterThan(before);
});

test('it heals by itself once the bank speaks again', async () => {
  bank.feed.instead = undefined;
  bank.feed.revoke(living);
  expect(
    await until(
      () => me(living),
      (answer) => answer !== '200',
    ),
  ).toBe('401 session_ended');
  expect(await health(service)).toMatchObject({ living: 2, lastFault: null });
});
