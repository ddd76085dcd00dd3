import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { followStream } from '../src/session/stream.client.js';
import { failuresAfter, pauseAfter, readEvents } from '../src/session/stream.rules.js';
import type { StreamOutcome } from '../src/session/stream.rules.js';

const END = 'event: end\ndata: {"code":"session_ended"}\n\n';

describe('the text of a stream', () => {
  const cases: [string, string, ReturnType<typeof readEvents>][] = [
    ['says that it lives', 'retry: 2000\n: open\n\n:\n\n', { rest: '' }],
    ['says why it ends', `: open\n\n${END}`, { code: 'session_ended', rest: '' }],
    ['says it with the line ends of a proxy', END.replaceAll('\n', '\r\n'), { code: 'session_ended', rest: '' }],
    ['is not read before it is whole', 'event: end\ndata: {"code":"sess', { rest: 'event: end\ndata: {"code":"sess' }],
    ['may hold events of a later release', 'event: news\ndata: {"code":"session_ended"}\n\n', { rest: '' }],
    ['may name a code of a later release', 'event: end\ndata: {"code":"moved"}\n\n', { rest: '' }],
    ['may be no JSON', 'event: end\ndata: {\n\n', { rest: '' }],
    ['is no text of an event that tells of one', ': event: end\ndata: {"code":"session_ended"}\n\n', { rest: '' }],
  ];
  test.each(cases)('%s', (_, text, expected) => {
    expect(readEvents(text)).toEqual(expected);
  });
});

describe('the pause before the next stream', () => {
  const BROKEN: StreamOutcome = { status: 200, livedMs: 0 };
  const cases: [string, Partial<StreamOutcome>, number, number][] = [
    ['is short at first', {}, 1, 2_000],
    ['doubles', {}, 3, 8_000],
    ['is a minute at most', {}, 30, 60_000],
    ['is as long as a busy service asks', { status: 429, retryAfter: 60 }, 1, 60_000],
    ['is longer than asked for who fails often', { status: 503, retryAfter: 1 }, 4, 16_000],
    ['is long where the service knows no streams', { status: 404 }, 1, 600_000],
    ['is short for a gateway in front of a service that starts', { status: 502 }, 1, 2_000],
  ];
  test.each(cases)('%s', (_, broken, failures, pause) => {
    expect(pauseAfter({ ...BROKEN, ...broken }, failures, 0)).toBe(pause);
    expect(pauseAfter({ ...BROKEN, ...broken }, failures, 1)).toBe(pause * 1.5);
  });

  test('begins anew after a stream that worked', () => {
    expect([failuresAfter(5, { ...BROKEN, livedMs: 10_000 }), failuresAfter(5, BROKEN)]).toEqual([1, 6]);
  });
});

describe('a stream', () => {
  const realFetch = globalThis.fetch;
  afterEach(() => void (globalThis.fetch = realFetch));
  const never = new AbortController().signal;

  function serve(respond: (signal: AbortSignal) => Response | Promise<Response>): void {
    globalThis.fetch = async (_, init) => respond(init!.signal!);
  }

  function streamOf(
    texts: readonly string[],
    { isOpen = false, signal }: { isOpen?: boolean; signal?: AbortSignal } = {},
  ) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const text of texts) controller.enqueue(new TextEncoder().encode(text));
        signal?.addEventListener('abort', () => controller.error(signal.reason));
        if (!isOpen) controller.close();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
  }

  test('is read across the edges of its pieces, and counts as alive with each', async () => {
    let alive = 0;
    serve(() => streamOf([': open\n\nevent: en', 'd\ndata: {"code":"renew_required"}', '\n\n'], { isOpen: true }));
    const outcome = await followStream(never, () => (alive += 1));
    expect(outcome).toMatchObject({ code: 'renew_required', status: 200 });
    expect(alive).toBe(3);
  });

  test('that a service closes for a restart has no code', async () => {
    serve(() => streamOf([': open\n\n']));
    const outcome = await followStream(never, () => undefined);
    expect([outcome.status, outcome.code]).toEqual([200, undefined]);
  });

  test('that the page closes is over at once', async () => {
    const page = new AbortController();
    serve((signal) => streamOf([': open\n\n'], { isOpen: true, signal }));
    const outcome = followStream(page.signal, () => page.abort());
    expect(await outcome).toMatchObject({ status: 200 });
  });

  test.each([
    ['keeps back the first comment', [], 15_000],
    ['is silent for longer than comments are apart', [': open\n\n'], 40_000],
  ])('that %s is given up', async (_, texts, afterMs) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    serve((signal) => streamOf(texts, { isOpen: true, signal }));
    let isOver = false;
    const outcome = followStream(never, () => undefined).finally(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(afterMs - 1);
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect((await outcome).status).toBe(200);
    jest.useRealTimers();
  });

  const refusals: [string, () => Response, Partial<StreamOutcome>][] = [
    ['401 with a code', () => Response.json({ code: 'token_expired' }, { status: 401 }), { code: 'token_expired' }],
    ['401 of something in between', () => new Response('Log in', { status: 401 }), { status: 401, code: undefined }],
    [
      '429',
      () => Response.json({ code: 'too_many_streams' }, { status: 429, headers: { 'retry-after': '60' } }),
      { status: 429, retryAfter: 60 },
    ],
    ['404 of an older release', () => Response.json({ code: 'not_found' }, { status: 404 }), { status: 404 }],
    ['a page instead', () => new Response('<p>', { headers: { 'content-type': 'text/html' } }), { status: 0 }],
    ['nothing', () => Response.error(), { status: 0 }],
  ];
  test.each(refusals)('that is answered with %s has not begun', async (_, answer, outcome) => {
    let alive = 0;
    serve(answer);
    expect(await followStream(never, () => (alive += 1))).toMatchObject({ ...outcome, livedMs: 0 });
    expect(alive).toBe(0);
  });

  test('of a service that is away is none', async () => {
    serve(() => Promise.reject(new TypeError('fetch failed')));
    expect(await followStream(never, () => undefined)).toEqual({ status: 0, livedMs: 0 });
  });
});
