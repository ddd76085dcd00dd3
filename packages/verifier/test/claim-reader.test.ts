import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { claims } from '@latchkey/testing/tokens';
import { accessTokenClaims } from '../src/contract/access-token.contract.js';
import { wrongClaim } from '../src/token/token-claims.rules.js';

// What zod's schema of the contract says: the first claim that is wrong, `set` if there is one too many.
function wrongBySchema(payload: unknown): string | undefined {
  const read = accessTokenClaims.safeParse(payload);
  return read.success ? undefined : String(read.error.issues[0]?.path[0] ?? 'set');
}

const NAMES = Object.keys(claims({ ver: 2 }));
const ids = [randomUUID(), randomUUID().toUpperCase(), `${randomUUID()}0`];
const texts = [
  '',
  'a',
  'A',
  'a-b',
  '-',
  'bank ',
  'bank\n',
  '\u00e4',
  '\ud800',
  '1',
  'cookie',
  'bearer',
  'Bearer',
  'page',
];
const longTexts = [32, 33, 64, 65, 256, 257].map((length) => 'x'.repeat(length));
const numbers = [0, -0, 1, -1, 1.5, 2, 3, 2 ** 53 - 1, 2 ** 53, 1e21, Number.NaN, Infinity];
const others = [true, false, null, undefined, {}, { length: 1, 0: 'pwd' }];
const lists = [[], [[]], ['b', 'a'], ['a', 'a'], ['a', 'b'], ['a', 1], ['a', undefined], ['cookie']];
const longLists = [8, 9, 16, 17, 64, 65].flatMap((length) => [
  Array<string>(length).fill('pwd'),
  Array.from({ length }, (_, index) => `r${String(index).padStart(2, '0')}`),
]);
const near = fc.oneof(
  fc.constantFrom<unknown>(...ids, ...texts, ...longTexts, ...numbers, ...others, ...lists, ...longLists),
  fc.jsonValue(),
  fc.array(fc.string({ maxLength: 3 }), { maxLength: 4 }),
);
const name = fc.oneof(fc.constantFrom(...NAMES), fc.constantFrom('', 'nbf', '__proto__', 'constructor', 'toString'));
const changes = fc.array(fc.tuple(name, near, fc.boolean()), { maxLength: 3 });

test("the reader of claims and zod's schema never differ, on the contract's claims with some changed, added or left out", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.constantFrom(1, 2), changes, (ver, all) => {
      const payload = claims({ ver });
      for (const [key, value, isLeftOut] of all) {
        if (isLeftOut) delete payload[key];
        // As JSON.parse does: a member of its own, also `__proto__`.
        else Object.defineProperty(payload, key, { value, enumerable: true, configurable: true, writable: true });
      }
      const wrong = wrongBySchema(payload);
      if (wrong === undefined) accepted++;
      expect(wrongClaim(payload)).toBe(wrong);
    }),
    { numRuns: 10_000 },
  );
  expect(accepted).toBeGreaterThan(500);
});

test('every claim, with every value that is nearly right', () => {
  const values = fc.sample(near, 400);
  for (const ver of [1, 2]) {
    for (const key of NAMES) {
      for (const value of values) {
        const payload = { ...claims({ ver }), [key]: value };
        expect([key, value, wrongClaim(payload)]).toEqual([key, value, wrongBySchema(payload)]);
      }
    }
  }
});
