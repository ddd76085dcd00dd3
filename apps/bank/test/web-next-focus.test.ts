import { expect, test } from '@jest/globals';
import { neighbourOf } from '../web/src/security/next-focus.rules.js';

test.each([
  ['a', 'abc', 'b'],
  ['b', 'abc', 'c'],
  ['c', 'abc', 'b'],
  ['a', 'a', undefined],
])('when %s goes from %s, which was fetched again meanwhile, %s takes the focus', (gone, ids, next) => {
  expect(
    neighbourOf(
      Array.from(ids, (id) => ({ id })),
      { id: gone },
    )?.id,
  ).toBe(next);
});
