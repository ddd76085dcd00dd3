import { expect, test } from '@jest/globals';
import { pauseAfter } from '../src/services/services.rules.js';

test.each([
  [0, 60_000],
  [1, 1_000],
  [2, 2_000],
  [3, 4_000],
  [6, 32_000],
  [7, 60_000],
  [10_000, 60_000],
])('after %i failures in a row the bank is asked again in %i ms', (failures, pause) => {
  expect(pauseAfter(failures)).toBe(pause);
});
