import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { ApiError } from '../dist/http/api.errors.js';
import type { RenewalOutcome } from '../dist/session/renewal.client.js';
import type { Site } from '../dist/session/site-context.js';
import { createStreamEnd } from '../dist/session/stream-end.js';

const SECOND = 1_000;
const ME = { sid: 'mine', iat: 100, exp: 1_000 } as MeAnswer;

/** A page that shows a session, was used last so long ago, and renews with this outcome. */
function pageOf({
  usedMs = 0,
  ageMs = 800 * SECOND,
  outcome = { kind: 'renewed', byOther: false } as RenewalOutcome,
} = {}) {
  const log: string[] = [];
  const listeners = new Set<() => void>();
  const page = { state: { status: 'authenticated', me: ME } as object, log };
  const site = {
    facts: { sessionIdleMs: 1_800 * SECOND },
    session: {
      state: () => page.state,
      end: (error: ApiError) => Promise.resolve(void log.push(`end ${error.code}`)),
      refresh: () => Promise.resolve(void log.push('refresh')),
    },
    renewal: {
      renew(youngMs: number) {
        log.push(`renew ${youngMs}`);
        for (const listener of listeners) listener();
        return Promise.resolve(outcome);
      },
      failedAt: () => (outcome.kind === 'renewed' ? undefined : 1),
      subscribe: (listener: () => void) => listeners.add(listener),
    },
    age: { now: () => ageMs },
    presence: { sinceUse: () => usedMs },
  } as unknown as Site;
  return { ...page, page, end: createStreamEnd(site, (sid) => log.push(`tell ${sid}`)) };
}

const document = { visibilityState: 'visible' };
const real = Object.getOwnPropertyDescriptor(globalThis, 'document');
beforeAll(() => {
  jest.useFakeTimers();
  Object.defineProperty(globalThis, 'document', { value: document, configurable: true });
});
afterAll(() => {
  jest.useRealTimers();
  if (real === undefined) Reflect.deleteProperty(globalThis, 'document');
  else Object.defineProperty(globalThis, 'document', real);
});
beforeEach(() => void (document.visibilityState = 'visible'));

const over = new ApiError({ status: 401, code: 'session_ended', detail: '', endReason: 'idle' });

describe('a stream that ends', () => {
  test('because the session is over ends it on the page, a moment later', async () => {
    const { end, log } = pageOf();
    const taken = end.take('session_ended', 'mine', true);
    await jest.advanceTimersByTimeAsync(299);
    expect(log).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    await taken;
    expect(log).toEqual(['end session_ended']);
  });

  test('leaves the word to the cookie that a logout in this browser has changed meanwhile', async () => {
    const { end, page, log } = pageOf();
    const taken = end.take('session_ended', 'mine', true);
    page.state = { status: 'locked', reason: 'elsewhere' };
    await jest.advanceTimersByTimeAsync(300);
    await taken;
    expect(log).toEqual([]);
  });

  test('for a session that the page does not show any more changes nothing', async () => {
    const { end, log } = pageOf();
    await end.take('renew_required', 'earlier', true);
    await end.takeRenewed('mine');
    expect([log, end.isOver(ME)]).toEqual([[], false]);
  });

  const cases: [string, Parameters<typeof pageOf>[0], 'renew_required' | 'token_expired', boolean, string[]][] = [
    [
      'for new rights is renewed by the tab that held it',
      { usedMs: Infinity },
      'renew_required',
      true,
      ['renew 0', 'tell mine'],
    ],
    ['for new rights is not renewed by the other tabs', {}, 'renew_required', false, []],
    ['with its token is renewed after use', { usedMs: 700 * SECOND }, 'token_expired', false, ['renew 0', 'tell mine']],
    ['with its token is not renewed without use since', { usedMs: 801 * SECOND }, 'token_expired', true, []],
    [
      'tells nobody of a renewal that the bank has not answered',
      { outcome: { kind: 'unavailable', error: over } },
      'renew_required',
      true,
      ['renew 0'],
    ],
    [
      'ends the session that the bank does not renew, for its reason',
      { outcome: { kind: 'refused', error: over } },
      'renew_required',
      true,
      ['renew 0', 'end session_ended'],
    ],
  ];
  test.each(cases)('%s', async (_, given, code, isFirst, expected) => {
    const { end, log } = pageOf(given);
    await end.take(code, 'mine', isFirst);
    expect(log).toEqual(expected);
    expect(end.isOver(ME)).toBe(!expected.includes('tell mine'));
  });

  test('with its token is not renewed by a page that nobody sees', async () => {
    document.visibilityState = 'hidden';
    const { end, log } = pageOf();
    await end.take('token_expired', 'mine', true);
    expect(log).toEqual([]);
  });

  test('is over for its token alone, and once another tab has renewed the page asks again', async () => {
    const { end, log } = pageOf();
    await end.take('renew_required', 'mine', false);
    expect([end.isOver(ME), end.isOver({ ...ME, iat: 101 }), end.isOver({ ...ME, sid: 'other' })]).toEqual([
      true,
      false,
      false,
    ]);
    await end.takeRenewed('mine');
    await end.takeRenewed('mine');
    expect([log, end.isOver(ME)]).toEqual([['refresh'], false]);
  });

  test('is not worth another one once its token is about to expire, until another tab has renewed', async () => {
    const { end, log } = pageOf({ ageMs: 898 * SECOND });
    expect(end.isOver(ME)).toBe(true);
    await end.takeRenewed('mine');
    expect(log).toEqual(['refresh']);
  });
});
