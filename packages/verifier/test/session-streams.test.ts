import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { claims } from '@latchkey/testing/tokens';
import type { AccessTokenClaims } from '../src/contract/index.js';
import { SessionStreams, TokenError, WebSink, type SessionWatch, type StreamSink } from '../src/index.js';
import type { EndListener } from '../src/sessions/session-watch.js';

const OPENING = 'retry: 2000\n: open\n\n';

/** A client whose network a test holds in its hands. */
class Client implements StreamSink {
  text = '';
  waiting = 0;
  fate: 'open' | 'ended' | 'destroyed' = 'open';
  #tell: () => void = () => undefined;

  write(text: string): void {
    this.text += text;
  }

  end(): void {
    this.fate = 'ended';
    if (this.waiting === 0) this.close();
  }

  destroy(): void {
    this.fate = 'destroyed';
    this.close();
  }

  onClose(listener: () => void): void {
    this.#tell = listener;
  }

  close(): void {
    this.#tell();
  }
}

let ends: Map<string, EndListener>;
let outcomes: string[];
let streams: SessionStreams;
beforeEach(() => {
  jest.useFakeTimers();
  ends = new Map();
  outcomes = [];
  const watch = {
    watch({ sid }: AccessTokenClaims, listener: EndListener) {
      ends.set(sid, listener);
      return () => ends.delete(sid);
    },
  };
  streams = new SessionStreams({
    watch: watch as unknown as SessionWatch,
    onOver: (outcome) => outcomes.push(outcome),
    bounds: { altogether: 20 },
  });
});
afterEach(() => void jest.useRealTimers());

const of = (sid: string): AccessTokenClaims => claims({ sid }) as AccessTokenClaims;

function open<S extends StreamSink = Client>(sid = 'one', sink = new Client() as unknown as S): S {
  streams.requireRoom(of(sid));
  streams.add(of(sid), sink);
  return sink;
}

const seconds = (count: number): Promise<void> => jest.advanceTimersByTimeAsync(count * 1000);

test('a stream begins at once by when to come back, and is kept alive every 15 seconds', async () => {
  const client = open();
  expect(client.text).toBe(OPENING);
  await seconds(30);
  expect(client.text).toBe(`${OPENING}:\n\n:\n\n`);
});

test('all streams share one timer, which stops with the last', () => {
  const clients = [open('one'), open('two'), open('three')];
  expect(jest.getTimerCount()).toBe(1);
  for (const client of clients) client.close();
  expect([jest.getTimerCount(), streams.size]).toEqual([0, 0]);
});

test.each(['session_ended', 'renew_required', 'token_expired'] as const)('the last words say why: %s', (code) => {
  const client = open();
  ends.get('one')!({ code });
  expect(client.text).toBe(`${OPENING}event: end\ndata: {"code":"${code}"}\n\n`);
  expect([client.fate, outcomes, streams.size]).toEqual(['ended', [code], 0]);
});

test('a client that leaves is forgotten, and is the only one', () => {
  const [leaving, staying] = [open('one'), open('two')];
  leaving.close();
  expect([outcomes, streams.size, [...ends.keys()], staying.fate]).toEqual([['left'], 1, ['two'], 'open']);
});

describe('room', () => {
  const refusal = (sid: string): TokenError | undefined => {
    try {
      streams.requireRoom(of(sid));
    } catch (error) {
      return error as TokenError;
    }
  };

  test('is for 16 streams of a session', () => {
    const clients = Array.from({ length: 16 }, () => open('one'));
    const facts = { status: 429, code: 'too_many_streams', headers: { 'retry-after': '60' } };
    expect(refusal('one')).toMatchObject(facts);
    expect(refusal('two')).toBeUndefined();
    clients[0]!.close();
    expect(refusal('one')).toBeUndefined();
  });

  test('is for so many streams of a process', () => {
    const clients = Array.from({ length: 20 }, (_, i) => open(`${i}`));
    expect(refusal('new')).toMatchObject({ status: 503, code: 'streams_exhausted', headers: { 'retry-after': '60' } });
    clients[0]!.close();
    expect(refusal('new')).toBeUndefined();
  });
});

describe('a client that does not read', () => {
  test('is cut off when what was written to it still waits at the next turn', async () => {
    const [slow, good] = [open('slow'), open('good')];
    await seconds(15);
    slow.waiting = 3;
    await seconds(14);
    expect(slow.fate).toBe('open');
    await seconds(1);
    expect([slow.fate, good.fate, outcomes, streams.size]).toEqual(['destroyed', 'open', ['not_reading'], 1]);
  });

  test('is cut off too if it takes no last words, and counts once', async () => {
    const client = open();
    client.waiting = 3;
    ends.get('one')!({ code: 'session_ended' });
    expect([client.fate, streams.size]).toEqual(['ended', 1]);
    await seconds(15);
    expect([client.fate, outcomes, streams.size]).toEqual(['destroyed', ['session_ended'], 0]);
  });

  test('is cut off where a WHATWG response has no reader', async () => {
    const sink = open<WebSink>('one', new WebSink());
    await seconds(15);
    expect([outcomes, streams.size]).toEqual([['not_reading'], 0]);
    await expect(new Response(sink.body).text()).rejects.toThrow('nobody reads this stream');
  });
});

describe('a WHATWG body', () => {
  test('is read as it was written, to its end', async () => {
    const sink = open<WebSink>('one', new WebSink());
    const text = new Response(sink.body).text();
    await seconds(15);
    ends.get('one')!({ code: 'session_ended' });
    expect(await text).toBe(`${OPENING}:\n\nevent: end\ndata: {"code":"session_ended"}\n\n`);
    expect([outcomes, streams.size]).toEqual([['session_ended'], 0]);
  });

  test('that its reader drops is forgotten', async () => {
    const reader = open<WebSink>('one', new WebSink()).body.getReader();
    await reader.read();
    await reader.cancel();
    expect([outcomes, streams.size]).toEqual([['left'], 0]);
  });
});

test('at a drain all streams end without a word, and so does what is opened afterwards', () => {
  const clients = [open('one'), open('two')];
  streams.close();
  clients.push(open('three'));
  expect(clients.map(({ text, fate }) => [text, fate])).toEqual(Array(3).fill([OPENING, 'ended']));
  expect([outcomes, streams.size, jest.getTimerCount()]).toEqual([['drained', 'drained'], 0, 0]);
});
