import { expect, test } from '@jest/globals';
import { neighbourOf } from '../web/src/security/next-focus.rules.js';

const list = (...ids: string[]) => ids.map((id) => ({ id }));

test.each([
  ['a', 'abc', 'b'],
  ['b', 'abc', 'c'],
  ['c', 'abc', 'b'],
  ['a', 'a', undefined],
])('when %s goes from %s, which was loaded anew meanwhile, %s takes the focus', (gone, ids, next) => {
  expect(neighbourOf(list(...ids), { id: gone })?.id).toBe(next);
});
