import { expect, test } from '@jest/globals';
import { reasonError } from '../web/src/support/reason.rules.js';

test.each([
  ['abc', undefined],
  ['x'.repeat(200), undefined],
  [`  ${'x'.repeat(200)}  `, undefined],
  ['', 'Say why, in at least 3 characters.'],
  ['  a ', 'Say why, in at least 3 characters.'],
  ['x'.repeat(201), 'At most 200 characters, please: these are 201.'],
])('what is wrong with the reason %j: %j', (reason, error) => {
  expect(reasonError(reason)).toBe(error);
});
