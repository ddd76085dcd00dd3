import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, pairedRatio, percentile, summarize } from '../src/statistics.ts';

void test('a percentile is a value that was measured, by nearest rank', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, index) => index + 1);
  assert.equal(percentile(hundred, 0.5), 50);
  assert.equal(percentile(hundred, 0.99), 99);
  assert.equal(percentile(hundred, 1), 100);
  assert.equal(percentile([7], 0.99), 7);
  assert.ok(Number.isNaN(percentile([], 0.5)));
});

void test('one slow answer in fifty shows in the 99th percentile and not in the median', () => {
  const latencies = new Float64Array(50).fill(1);
  latencies[3] = 900;
  assert.deepEqual(summarize(latencies), { count: 50, p50: 1, p99: 900, max: 900 });
});

void test('a summary sorts by number, and leaves the measured order alone', () => {
  const latencies = Float64Array.of(10, 9, 100);
  assert.equal(summarize(latencies).p50, 10);
  assert.deepEqual([...latencies], [10, 9, 100]);
});

void test('the median of an even number of rounds is between the middle two', () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([3, 1, 2]), 2);
});

void test('ratios are taken round by round: a machine that slows both sides changes nothing', () => {
  assert.deepEqual(pairedRatio([80, 8, 800], [100, 10, 1000]), { middle: 0.8, low: 0.8, high: 0.8 });
});
