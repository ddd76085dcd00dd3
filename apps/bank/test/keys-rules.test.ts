import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differences, otherSigners } from '../src/commands/keys/acceptance.rules.js';
import { tokenTtlOf } from '../src/commands/replicas/replica-reasons.rules.js';
import type { StateKey, KeyState } from '../src/commands/keys/key-state.contract.js';
import type { PolledService } from '../src/commands/replicas/polled-service.contract.js';
import {
  firstBook,
  isWithdrawing,
  nextKey,
  retiringKeys,
  stateOf,
  verifyFileOf,
  without,
  withLeaked,
  withoutLeaks,
  withPromoted,
  withReleased,
  withStarted,
} from '../src/commands/keys/rotation.rules.js';

const AT = '2030-01-01T00:00:00.000Z';
let made = 0;
const key = (): StateKey => {
  made += 1;
  return { kty: 'EC', alg: 'ES256', crv: 'P-256', x: `x${made}`, y: 'y', d: 'private', kid: `k${made}`, times: {} };
};

type Act = (book: KeyState) => KeyState;
const acts: Record<string, Act> = {
  start: (book) => (nextKey(book) ? book : withStarted(book, key(), AT)),
  promote: (book) => (nextKey(book) ? withPromoted(book, nextKey(book)!.kid, AT) : book),
  release: (book) => withReleased(book, AT),
  finish: (book) =>
    without(
      book,
      retiringKeys(book).map(({ kid }) => kid),
    ),
  abort: (book) => (nextKey(book) ? withoutLeaks(without(book, [nextKey(book)!.kid])) : book),
  leak: (book) => (isWithdrawing(book) ? book : withStarted(withLeaked(book), key(), AT)),
};

test('whatever steps are taken: one key signs, all accept it, at most one is next, and nothing that signs leaves the bank', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Object.keys(acts)), { maxLength: 30 }), (steps) => {
      let book = firstBook(key(), AT);
      for (const step of steps) {
        const before = book;
        book = acts[step]!(book);
        const states = book.keys.map((one) => stateOf(book, one));
        const verify = verifyFileOf(book) as { keys: { kid: string }[] };
        expect(states.filter((state) => state === 'current')).toHaveLength(1);
        expect(states.filter((state) => state === 'next').length).toBeLessThanOrEqual(1);
        expect(verify.keys.map(({ kid }) => kid)).toEqual(book.keys.map(({ kid }) => kid));
        expect(JSON.stringify(verify)).not.toMatch(/private|times|leaked/);
        // A key signs only after it could be seen by all: what signs now was in the file before.
        expect(before.keys.map(({ kid }) => kid)).toContain(book.signing);
      }
    }),
  );
});

describe('what services answer', () => {
  const replica = (thumbprints: string[], more = {}) => {
    return { instance: 'r', thumbprints, signing: null, fault: null, feedAge: null, seenAt: AT, ...more };
  };
  const asked = (service: string, more: Partial<PolledService>): PolledService => {
    return { service, url: 'http://x', replicas: [], ...more };
  };
  const wanted = [
    { kid: 'a', thumbprint: 'A' },
    { kid: 'b', thumbprint: 'B' },
  ];

  test.each([
    ['exactly the keys, in any order', { replicas: [replica(['B', 'A'])] }, 0],
    ['one too few', { replicas: [replica(['A'])] }, 1],
    ['one too many', { replicas: [replica(['A', 'B', 'C'])] }, 1],
    ['another one', { replicas: [replica(['A', 'C'])] }, 2],
    ['one of two replicas', { replicas: [replica(['A', 'B']), replica(['A'])] }, 1],
    ['a file that is not in use', { replicas: [replica(['A', 'B'], { fault: 'is not JSON' })] }, 1],
    ['no replica', {}, 1],
    ['a fault', { fault: 'cannot be reached', replicas: [replica(['A', 'B'])] }, 1],
  ])('%s', (_kind, answer, reasons) => {
    expect(differences([asked('retirement', answer)], wanted)).toHaveLength(reasons);
  });

  test.each([
    ['all sign with it', { replicas: [replica([], { signing: 'A' }), replica([], { signing: 'A' })] }, 0],
    ['one signs with another', { replicas: [replica([], { signing: 'A' }), replica([], { signing: 'B' })] }, 1],
    ['one signs with nothing', { replicas: [replica([])] }, 1],
    ['no replica of the bank', {}, 1],
    ['the bank is away', { fault: 'cannot be reached' }, 1],
  ])('%s', (_kind, answer, reasons) => {
    expect(otherSigners([asked('bank', answer), asked('retirement', {})], wanted[0]!)).toHaveLength(reasons);
  });

  test.each([
    ['the bank alone', [asked('bank', { tokenTtl: 60 })], 60],
    ['a shorter one of another', [asked('bank', { tokenTtl: 60 }), asked('retirement', { tokenTtl: 9 })], 60],
    ['a longer one of another', [asked('bank', { tokenTtl: 60 }), asked('retirement', { tokenTtl: 90 })], 90],
    ['another is away', [asked('bank', { tokenTtl: 60 }), asked('retirement', { fault: 'away' })], 60],
    ['the bank is away', [asked('bank', { fault: 'away' }), asked('retirement', { tokenTtl: 90 })], undefined],
    ['the bank was left out', [asked('retirement', { tokenTtl: 90 })], undefined],
    ['nobody was asked', [], undefined],
  ])('how long tokens live: %s', (_kind, answers, seconds) => {
    expect(tokenTtlOf(answers)).toBe(seconds);
  });
});
