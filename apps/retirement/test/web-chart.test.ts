import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { agesOnAxis, bandPath, linePath, roundTicks, scaleOf } from '../web/src/projection/chart.rules.js';

describe('the ticks of the money axis', () => {
  test.each([
    [100, [0, 25, 50, 75, 100]],
    [101, [0, 30, 60, 90, 120]],
    [40_400_000, [0, 15_000_000, 30_000_000, 45_000_000]],
    [0, [0, 0.25, 0.5, 0.75, 1]],
  ])('up to %d are round', (highest, ticks) => {
    expect(roundTicks(highest)).toEqual(ticks);
  });

  test('reach every height in a handful of even steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e15 }), (highest) => {
        const ticks = roundTicks(highest);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
        expect(ticks.at(-2)).toBeLessThan(highest);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});

test('labels under the axis leave each other room, and those that matter come first', () => {
  expect(agesOnAxis([67, 90, 35, 82], 35, 90, 4)).toEqual([67, 90, 35, 82, 40, 50, 60, 77].filter((age) => age !== 77));
  expect(agesOnAxis([67, 90, 66], 66, 90, 3)).toEqual([67, 90, 70, 80]);
  expect(agesOnAxis([50, 90], 18, 90, 8)).toEqual([50, 90, 20, 30, 40, 60, 70, 80]);
});

test('a scale maps ends to ends, and a scale over nothing stays finite', () => {
  const scale = scaleOf(10, 20, 100, 0);
  expect([10, 15, 20].map(scale)).toEqual([100, 50, 0]);
  expect(scaleOf(5, 5, 0, 100)(5)).toBe(0);
});

test('a band is its upper edge there and its lower edge back', () => {
  const upper = [
    [0, 1],
    [10, 2],
  ] as const;
  const lower = [
    [0, 5],
    [10, 6],
  ] as const;
  expect(linePath(upper)).toBe('M0.0 1.0L10.0 2.0');
  expect(bandPath(upper, lower)).toBe('M0.0 1.0L10.0 2.0L10.0 6.0L0.0 5.0Z');
});
