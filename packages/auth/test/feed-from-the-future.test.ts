import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokenFor, type TestDatabase, StubBank } from '@latchkey/testing';
import pg from 'pg';
import type { RevocationsClaims } from '@latchkey/verifier/contract';
import { NOTHING_HEARD, stepOf, type FeedState } from '@latchkey/verifier';
import { TEST_ISSUER } from '@latchkey/testing/tokens';
import { call, database, figure, health, start, until, type Verifying } from './support/verifying-service.js';

const NOW = 1_000_000;
const iat = NOW / 1000;
const held: FeedState = { ...NOTHING_HEARD, iat: iat - 5, asOf: NOW - 5_000, etag: 'e' };
const nothingElse = { rights: [], deletions: undefined, deletionReason: undefined, renewsRights: false };

function said(kind: string, members: { iat?: number; as_of?: number }): RevocationsClaims {
  const list = kind === 'heartbeat' ? {} : { as_of: NOW, sids: ['s'], ...(kind === 'delta' && { since: 1 }) };
  return { kind, iss: TEST_ISSUER, iat, etag: 'e', ...list, ...members } as RevocationsClaims;
}

describe('what is dated in the future moves nothing, and still says who is over', () => {
  test.each([
    ['a set', said('set', { iat: iat + 61 }), 'iat_ahead', ['s']],
    ['a delta', said('delta', { iat: iat + 86_400 }), 'iat_ahead', ['s']],
    ['a heartbeat', said('heartbeat', { iat: iat + 61 }), 'iat_ahead', []],
    ['a set of a database ahead', said('set', { as_of: NOW + 60_001 }), 'as_of_ahead', ['s']],
    ['a delta of a database ahead', said('delta', { as_of: NOW + 86_400_000 }), 'as_of_ahead', ['s']],
  ])('%s', (_, message, reason, learns) => {
    expect(stepOf(held, message, NOW)).toEqual({ ...nothingElse, state: held, learns, renews: false, reason });
    expect(stepOf(NOTHING_HEARD, message, NOW)).toEqual({
      ...nothingElse,
      state: NOTHING_HEARD,
      learns,
      renews: false,
      reason,
    });
  });

  test.each([
    ['a set a minute ahead', said('set', { iat: iat + 60, as_of: NOW + 120_000 })],
    ['a heartbeat a minute ahead', said('heartbeat', { iat: iat + 60 })],
  ])('%s is followed: clocks differ', (_, message) => {
    expect(stepOf(held, message, NOW)).toMatchObject({ renews: true, reason: undefined });
  });
});

describe('a state that lies in the future is left behind once the clock is right', () => {
  test.each([
    ['signed', { ...held, iat: iat + 61 }],
    ['read', { ...held, asOf: NOW + 120_001 }],
    ['read for rights', { ...held, rightsAsOf: NOW + 120_001 }],
  ])('%s', (_, state) => {
    const { state: after, reason } = stepOf(state, said('heartbeat', {}), NOW);
    expect([after, reason]).toEqual([NOTHING_HEARD, 'etag_unknown']);
    expect(stepOf(state, said('set', {}), NOW)).toEqual({
      ...nothingElse,
      state: { ...NOTHING_HEARD, iat, asOf: NOW, etag: 'e' },
      learns: ['s'],
      renews: true,
      reason: undefined,
    });
  });
});

describe('a service that is told of tomorrow', () => {
  const DAY = 86_400;
  const bank = new StubBank();
  let own: TestDatabase;
  let client: pg.Client;
  let service: Verifying;
  beforeAll(async () => {
    await bank.start();
    own = await database();
    client = new pg.Client(own.url);
    await client.connect();
    service = await start(bank.url, own);
  });
  afterAll(async () => {
    await service?.close();
    await client?.end();
    await bank.stop();
    await own?.drop();
  });

  const me = (sid: string): Promise<string> => call(service, 'GET /api/me', tokenFor({ sid }));
  const learns = (sid: string): Promise<string> =>
    until(
      () => me(sid),
      (verdict) => verdict !== '200',
    );
  const tomorrow = (): number => Math.floor(Date.now() / 1000) + DAY;
  const stored = async (): Promise<number> => {
    const { rows } = await client.query<{ as_of: string }>('SELECT as_of FROM auth_feed');
    return Number(rows[0]?.as_of ?? 0);
  };

  test.each([
    ['iat_ahead', () => bank.feed.set({ iat: tomorrow(), as_of: tomorrow() * 1000, sids: [first] })],
    ['as_of_ahead', () => bank.feed.set({ as_of: tomorrow() * 1000, sids: [second] })],
    ['iat_ahead', () => bank.feed.heartbeat({ iat: tomorrow() })],
  ])('goes on learning of logouts (%s)', async (reason, text) => {
    const counted = (): Promise<number> => figure(service, `latchkey_feed_refused_total{reason="${reason}"}`);
    const before = await counted();
    bank.feed.instead = (response) => void response.end(text());
    bank.feed.wake();
    await until(counted, (count) => count > before);
    expect(await health(service)).toMatchObject({ lastFault: reason, futureAnswers: expect.any(Number) });
    bank.feed.instead = undefined;
    const sid = randomUUID();
    bank.feed.revoke(sid);
    expect(await learns(sid)).toBe('401 session_ended');
    expect((await health(service)).futureAnswers).toBeGreaterThan(0);
  });

  const [first, second] = [randomUUID(), randomUUID()];
  test('believes what such an answer says of sessions that are over', async () => {
    expect([await me(first), await me(second)]).toEqual(['401 session_ended', '401 session_ended']);
  });

  test('stores nothing of the future, and takes back what another release stored', async () => {
    expect(await stored()).toBeLessThan(Date.now() + 120_000);
    await client.query('UPDATE auth_feed SET as_of = $1', [tomorrow() * 1000]);
    bank.feed.revoke(randomUUID());
    expect(await until(stored, (asOf) => asOf < Date.now() + 120_000)).toBeLessThan(Date.now() + 120_000);
  });

  test('starts from a stored future as if it had heard nothing, but keeps who is over', async () => {
    await service.close();
    await client.query(`UPDATE auth_feed SET as_of = $1, etag = 'tomorrow'`, [tomorrow() * 1000]);
    const { length } = bank.feed.requests;
    service = await start(bank.url, own);
    expect(await me(first)).toBe('401 session_ended');
    expect(await stored()).toBeLessThan(Date.now() + 120_000);
    const sid = randomUUID();
    bank.feed.revoke(sid);
    expect(await learns(sid)).toBe('401 session_ended');
    expect(bank.feed.requests[length]).toMatchObject({ etag: undefined, since: null });
  });
});
