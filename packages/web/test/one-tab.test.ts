import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { inOneVisibleTab } from '../dist/session/one-tab.js';

/** The parts of a browser that a tab looks at; all tabs of this test share them, and the locks. */
class Tab extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible';

  become(state: 'visible' | 'hidden'): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

type Work = () => Promise<unknown>;
interface Locks {
  request: (name: string, options: { signal?: AbortSignal }, work: Work) => Promise<unknown>;
}
const real = Object.fromEntries(
  ['document', 'window', 'navigator'].map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]),
);
let began: string[];

function define(name: string, value: object): void {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}

/** A lock that is granted in turn, as browsers do. */
function locks(): Locks {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request(_, { signal }, work) {
      const turn = last.then(() => (signal?.aborted === true ? Promise.reject(signal.reason as Error) : work()));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

const refusing: Locks = { request: () => Promise.reject(new Error('Denied.')) };

/** Opens one more tab of the site. */
function open(name: string, shared: Locks | undefined): { tab: Tab; page: EventTarget } {
  const [tab, page] = [new Tab(), new EventTarget()];
  define('document', tab);
  define('window', page);
  define('navigator', shared === undefined ? {} : { locks: shared });
  inOneVisibleTab((signal) => {
    began.push(name);
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        began.push(`${name} ends`);
        resolve();
      });
    });
  });
  return { tab, page };
}

const settled = () => jest.advanceTimersByTimeAsync(0);

beforeAll(() => void jest.useFakeTimers());
afterAll(() => {
  jest.useRealTimers();
  for (const [name, descriptor] of Object.entries(real)) {
    if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
    else Object.defineProperty(globalThis, name, descriptor);
  }
});
beforeEach(() => void (began = []));

describe('what one tab of a site does for all', () => {
  test('is done by the first, and by the next once that is closed', async () => {
    const shared = locks();
    const first = open('first', shared);
    open('second', shared);
    await settled();
    expect(began).toEqual(['first']);
    first.page.dispatchEvent(new Event('pagehide'));
    await settled();
    expect(began).toEqual(['first', 'first ends', 'second']);
  });

  test('stays with a tab that is left for a moment, and goes on after a minute', async () => {
    const shared = locks();
    const { tab } = open('first', shared);
    await settled();
    tab.become('hidden');
    await jest.advanceTimersByTimeAsync(59_000);
    tab.become('visible');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(began).toEqual(['first']);
    tab.become('hidden');
    open('second', shared);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(began).toEqual(['first', 'first ends', 'second']);
    tab.become('visible');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(began).toEqual(['first', 'first ends', 'second']);
  });

  test('ends in a tab that is frozen or kept for the way back, and begins again when it is shown', async () => {
    for (const [away, back] of [
      ['freeze', 'resume'],
      ['pagehide', 'pageshow'],
    ] as const) {
      began = [];
      const { tab, page } = open('tab', locks());
      const target = away === 'freeze' ? tab : page;
      await settled();
      target.dispatchEvent(new Event(away));
      await settled();
      target.dispatchEvent(new Event(back));
      await settled();
      expect(began).toEqual(['tab', 'tab ends', 'tab']);
    }
  });

  test('is never begun in a tab that nobody has seen', async () => {
    const hidden = new Tab();
    hidden.visibilityState = 'hidden';
    define('document', hidden);
    define('window', new EventTarget());
    define('navigator', { locks: refusing });
    inOneVisibleTab(() => Promise.resolve(void began.push('hidden')));
    await settled();
    expect(began).toEqual([]);
  });

  test.each([
    ['has no locks', undefined],
    ['refuses them', refusing],
  ])('is done by every visible tab where the browser %s', async (_, none) => {
    open('first', none);
    open('second', none);
    await settled();
    expect(began).toEqual(['first', 'second']);
  });
});
