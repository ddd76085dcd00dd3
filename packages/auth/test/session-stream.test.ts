import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { EventStream, StubBank, waitUntil, type TestDatabase } from '@latchkey/testing';
import { now, token } from '@latchkey/testing/tokens';
import { database, figure, start, type Verifying } from './support/verifying-service.js';

const [ONE_SECOND, PATH] = [1000, '/api/session/stream'];

let own: TestDatabase;
let bank: StubBank;
let service: Verifying;
let other: Verifying;
beforeAll(async () => {
  own = await database();
  bank = await new StubBank().start();
  [service, other] = await Promise.all([start(bank.url, own), start(bank.url, own)]);
});
afterAll(async () => {
  await Promise.all([service?.close(), other?.close()]);
  await bank?.stop();
  await own?.drop();
});

const opened: EventStream[] = [];
afterEach(() => opened.splice(0).forEach((stream) => stream.leave()));

async function open(text: string, at = service): Promise<EventStream> {
  const stream = await EventStream.open(`${at.url}${PATH}`, { authorization: `Bearer ${text}` });
  opened.push(stream);
  return stream;
}

async function endOf(stream: EventStream, since: number): Promise<string> {
  const { code, at } = await stream.over;
  return `${code} ${at - since < ONE_SECOND ? 'within a second' : `after ${at - since} ms`}`;
}

describe('the answer', () => {
  test('is an event stream that nothing keeps or holds back, and begins at once', async () => {
    const stream = await open(token());
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    });
    await waitUntil(() => stream.text === 'retry: 2000\n: open\n\n');
  });

  test.each([
    ['no token', {}, '401 token_missing'],
    ['a token that is over', { authorization: `Bearer ${token({ iat: now() - 900 })}` }, '401 token_expired'],
  ])('is a problem for %s', async (_, headers, expected) => {
    const { status, body } = await service.request.get(PATH).set(headers);
    expect(`${status} ${body.code}`).toBe(expected);
  });

  test('to HEAD has no body and ends', async () => {
    const { status, headers } = await service.request.head(PATH).set('authorization', `Bearer ${token()}`);
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream']);
  });

  test('is refused to the seventeenth of a session, and to no other session', async () => {
    const sid = randomUUID();
    for (let i = 0; i < 16; i++) expect((await open(token({ sid }))).status).toBe(200);
    const { status, body, headers } = await service.request.get(PATH).set('authorization', `Bearer ${token({ sid })}`);
    expect([status, body.code, headers['retry-after']]).toEqual([429, 'too_many_streams', '60']);
    expect((await open(token())).status).toBe(200);
    opened[0]!.leave();
    await waitUntil(async () => (await figure(service, 'latchkey_session_streams')) === 16);
    expect((await open(token({ sid }))).status).toBe(200);
  });
});

describe('a stream ends', () => {
  test('as soon as the bank tells of the end of its session, at every replica', async () => {
    const sid = randomUUID();
    const streams = await Promise.all([open(token({ sid })), open(token({ sid }), other), open(token())]);
    const since = performance.now();
    bank.feed.revoke(sid);
    const ends = await Promise.all(streams.slice(0, 2).map((stream) => endOf(stream, since)));
    expect(ends).toEqual(Array(2).fill('session_ended within a second'));
    expect(streams[2]!.text).not.toContain('event: end');
  });

  test('by a logout at any replica, though the bank is dead', async () => {
    await bank.stop();
    try {
      const text = token();
      const streams = await Promise.all([open(text), open(text, other)]);
      const since = performance.now();
      await service.request.post('/api/logout').set('authorization', `Bearer ${text}`).expect(204);
      const ends = await Promise.all(streams.map((stream) => endOf(stream, since)));
      expect(ends).toEqual(Array(2).fill('session_ended within a second'));
    } finally {
      await bank.start();
    }
  });

  test('when the rights of its person change, and not once it was renewed', async () => {
    const sub = randomUUID();
    const stream = await open(token({ sub, rv: 1 }));
    const renewed = { sub, sid: randomUUID(), jti: randomUUID() };
    const kept = await open(token({ ...renewed, rv: 1 }));
    await service.request
      .get('/api/me')
      .set('authorization', `Bearer ${token({ ...renewed, rv: 2, iat: now() + 1 })}`)
      .expect(200);
    const since = performance.now();
    bank.feed.changeRights(sub, 2);
    expect(await endOf(stream, since)).toBe('renew_required within a second');
    expect(kept.text).not.toContain('event: end');
  });

  test('at the second at which its token does, unless a newer one of the session came', async () => {
    const [sid, sub, iat] = [randomUUID(), randomUUID(), now()];
    const stream = await open(token({ iat, exp: iat + 2 }));
    const kept = await open(token({ sid, sub, iat, exp: iat + 2 }));
    await service.request
      .get('/api/me')
      .set('authorization', `Bearer ${token({ sid, sub })}`)
      .expect(200);
    const { code } = await stream.over;
    expect([code, Math.floor(Date.now() / 1000)]).toEqual(['token_expired', iat + 2]);
    expect(kept.text).not.toContain('event: end');
  });
});

test('what becomes of streams is counted', async () => {
  const ended = (code: string): Promise<number> =>
    figure(service, `latchkey_session_streams_ended_total{code="${code}"}`);
  const [left, over] = [await ended('left'), await ended('session_ended')];
  const sid = randomUUID();
  const [leaving, ending] = await Promise.all([open(token()), open(token({ sid }))]);
  leaving.leave();
  bank.feed.revoke(sid);
  await ending.over;
  await waitUntil(async () => (await ended('left')) === left + 1);
  expect(await ended('session_ended')).toBe(over + 1);
  await waitUntil(async () => (await figure(service, 'latchkey_session_streams')) === 0);
});

test('at a stop streams end at once, without a word, and the service is not kept waiting', async () => {
  const stopping = await start(bank.url, own);
  const stream = await open(token(), stopping);
  const since = performance.now();
  await stopping.close();
  expect(await endOf(stream, since)).toBe('undefined within a second');
  expect((await stream.over).isBroken).toBe(false);
});
