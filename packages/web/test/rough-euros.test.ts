import { expect, test } from '@jest/globals';
import { roughEuros, shortEuros } from '../src/money/rough-euros.rules.js';

test.each([
  [0, '€0', '€0'],
  [40, '€0', '€0'],
  [100, '€1', '€1'],
  [63_849, '€638', '€638'],
  [99_960, '€1,000', '€1k'],
  [123_456, '€1,230', '€1.23k'],
  [40_412_345, '€404,000', '€404k'],
  [99_960_000, '€1m', '€1m'],
  [127_654_321, '€1.28m', '€1.28m'],
  [25_000_000, '€250,000', '€250k'],
  [202_345_678_901, '€2.02bn', '€2.02bn'],
  [99_960_000_000, '€1bn', '€1bn'],
])('%d minor units are about %s, or %s where there is little room', (minor, rough, short) => {
  expect(roughEuros(minor)).toBe(rough);
  expect(shortEuros(minor)).toBe(short);
});
