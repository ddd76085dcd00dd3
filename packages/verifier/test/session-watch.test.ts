import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { claims, TEST_ISSUER } from '@latchkey/testing/tokens';
import type { AccessTokenClaims, RevocationsClaims } from '../src/contract/index.js';
import { FollowedRevocations } from '../src/revocations/followed-revocations.js';
import { LocalRevocations } from '../src/revocations/local-revocations.js';
import { RevocationSet } from '../src/revocations/revocation-set.js';
import { SessionWatch } from '../src/sessions/session-watch.js';
import { MemoryStore } from '../src/storage/memory-store.js';
import type { LogoutStore } from '../src/storage/store.js';
import { verifierStore } from '../src/storage/verifier-store.js';

const [ADA, GRACE] = ['0b6f3c1e-6d0a-4f0e-9a51-3d6f2f6b7c10', '0b6f3c1e-6d0a-4f0e-9a51-3d6f2f6b7c11'];
const [ONE, TWO] = ['1b6f3c1e-6d0a-4f0e-9a51-3d6f2f6b7c10', '1b6f3c1e-6d0a-4f0e-9a51-3d6f2f6b7c11'];
const START = 1_795_771_800;

const of = (changes: Record<string, unknown> = {}): AccessTokenClaims =>
  claims({ sub: ADA, sid: ONE, iat: START, rv: 1, ...changes }) as AccessTokenClaims;

let set: RevocationSet;
let local: LocalRevocations;
let logouts: LogoutStore;
let watch: SessionWatch;
let heard: string[];
const errors: string[] = [];
beforeEach(() => {
  jest.useFakeTimers({ now: START * 1000, doNotFake: ['queueMicrotask'] });
  const times = { keptSeconds: 1020, sessionAbsolute: 43_200 };
  ({ logouts } = verifierStore(new MemoryStore(), { issuer: TEST_ISSUER, audience: 'retirement', ...times }));
  set = new RevocationSet(1020);
  local = new LocalRevocations(logouts, 1020);
  const log = { log() {}, warn() {}, error: (message: string) => void errors.push(message) };
  watch = new SessionWatch(new FollowedRevocations(set, local), log);
  heard = [];
});
afterEach(() => {
  watch.close();
  jest.useRealTimers();
});

const open = (name: string, changes: Record<string, unknown> = {}): (() => void) =>
  watch.watch(of(changes), ({ code }) => heard.push(`${name} ${code}`));

let asOf = 1000;
function bankTells(members: Partial<RevocationsClaims>): void {
  const message = { kind: 'set', iss: TEST_ISSUER, etag: 'e', ver: 2, sids: [], rights: [], deleted: [] };
  const page = { deleted_after: 0, deleted_to: 0, iat: START, as_of: (asOf += 1) };
  const told = { ...message, ...page, ...members } as unknown as RevocationsClaims;
  set.take(told, { startedAt: 0, receivedAt: START * 1000 });
}

describe('what is open ends', () => {
  test('as soon as the bank tells that its session is over, and other sessions go on', () => {
    open('one');
    open('two', { sid: TWO });
    bankTells({ sids: [ONE] });
    expect(heard).toEqual(['one session_ended']);
  });

  test('as soon as its session is ended here', () => {
    open('one');
    local.add(ONE);
    expect(heard).toEqual(['one session_ended']);
  });

  test('when what another replica stored is read', async () => {
    await local.start();
    open('one');
    await logouts.add({ sid: ONE, sub: ADA, token: null, everywhere: false }, START);
    await jest.advanceTimersByTimeAsync(1000);
    expect(heard).toEqual(['one session_ended']);
    await local.stop();
  });

  test('when what was stored before is read late, as after a database that was away', () => {
    open('one');
    open('two', { sid: TWO, sub: GRACE });
    set.recall({ reached: undefined, revoked: [[ONE, 5]], rights: [[GRACE, 2, 5]], deletedTo: 0 });
    expect(heard).toEqual(['one session_ended', 'two renew_required']);
  });

  test.each([
    ['rights have changed since the token', { rv: 1 }, ['one renew_required']],
    ['the token knows the change already', { rv: 2 }, []],
    ['a token of version 1 has no rights', { ver: 1, roles: undefined, rv: undefined }, []],
  ])('%s', (_, changes, told) => {
    open('one', changes);
    open('two', { sub: GRACE, sid: TWO });
    bankTells({ rights: [[ADA, 2]] });
    expect(heard).toEqual(told);
  });

  test('at the second at which its token does, not before', async () => {
    open('one', { exp: START + 900 });
    open('two', { sid: TWO, exp: START + 901 });
    await jest.advanceTimersByTimeAsync(899_999);
    expect(heard).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(heard).toEqual(['one token_expired']);
    await jest.advanceTimersByTimeAsync(1000);
    expect(heard).toEqual(['one token_expired', 'two token_expired']);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('soon after a clock that was set forward', async () => {
    open('one');
    jest.setSystemTime((START + 900) * 1000);
    await jest.advanceTimersByTimeAsync(5000);
    expect(heard).toEqual(['one token_expired']);
  });

  test.each([
    ['over', () => bankTells({ sids: [ONE] }), {}, 'one session_ended'],
    ['of older rights', () => bankTells({ rights: [[ADA, 2]] }), {}, 'one renew_required'],
    ['out of time', () => undefined, { iat: START - 900 }, 'one token_expired'],
  ])('at once if it is %s already, but not before it can be forgotten', async (_, before, changes, told) => {
    before();
    open('one', changes);
    open('forgotten', changes)();
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard).toEqual([told]);
  });
});

describe('a newer token of the session', () => {
  test('gives it more time', async () => {
    open('one');
    watch.renew(of({ iat: START + 300 }));
    await jest.advanceTimersByTimeAsync(1_199_000);
    expect(heard).toEqual([]);
    await jest.advanceTimersByTimeAsync(1000);
    expect(heard).toEqual(['one token_expired']);
  });

  test('knows the newer rights', () => {
    open('one');
    watch.renew(of({ iat: START + 1, rv: 2 }));
    bankTells({ rights: [[ADA, 2]] });
    expect(heard).toEqual([]);
  });

  test('counts also if it came with the next thing that is opened', async () => {
    open('one');
    open('later', { iat: START + 300 });
    await jest.advanceTimersByTimeAsync(900_000);
    expect(heard).toEqual([]);
  });

  test.each([
    ['an older one', { iat: START - 300 }],
    ['one of another session', { iat: START + 300, sid: TWO }],
    ['one of another person', { iat: START + 300, sub: GRACE }],
  ])('%s changes nothing', async (_, changes) => {
    open('one');
    watch.renew(of(changes));
    await jest.advanceTimersByTimeAsync(900_000);
    expect(heard).toEqual(['one token_expired']);
  });
});

describe('a listener', () => {
  test('is called once, whatever happens afterwards', async () => {
    open('one');
    bankTells({ sids: [ONE] });
    local.add(ONE);
    await jest.advanceTimersByTimeAsync(1_000_000);
    expect(heard).toEqual(['one session_ended']);
  });

  test('is not called after it was forgotten, not even by another one of the same news', () => {
    let forget = (): void => undefined;
    watch.watch(of(), () => forget());
    forget = open('one');
    bankTells({ sids: [ONE] });
    expect(heard).toEqual([]);
  });

  test('counts as often as it was given', () => {
    const listener = (): void => void heard.push('told');
    watch.watch(of(), listener);
    watch.watch(of(), listener)();
    local.add(ONE);
    expect(heard).toEqual(['told']);
  });

  test('that throws keeps nobody else from hearing, and is logged', () => {
    watch.watch(of(), () => {
      throw new Error('already closed');
    });
    open('one');
    local.add(ONE);
    expect(heard).toEqual(['one session_ended']);
    expect(errors).toEqual(['what was to close with its session has failed: already closed']);
  });

  test('may open the next thing for the session right away', () => {
    watch.watch(of({ rv: 1 }), () => open('next', { rv: 2 }));
    bankTells({ rights: [[ADA, 2]] });
    expect([heard, watch.size]).toEqual([[], 1]);
  });
});

test('a thousand watches share one timer, and nothing is left of those that were forgotten', () => {
  const forget = Array.from({ length: 1000 }, (_, i) =>
    open('one', { sid: `${i}`, sub: `${i % 10}`, exp: START + i + 1 }),
  );
  expect([watch.size, jest.getTimerCount()]).toEqual([1000, 1]);
  for (const one of forget) one();
  expect([watch.size, jest.getTimerCount()]).toEqual([0, 0]);
});

test('nobody is told any more after the end of the watch', async () => {
  open('one');
  watch.close();
  bankTells({ sids: [ONE] });
  await jest.advanceTimersByTimeAsync(1_000_000);
  expect([heard, jest.getTimerCount()]).toEqual([[], 0]);
});
