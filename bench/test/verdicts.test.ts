import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Storm } from '../src/login-storm.ts';
import type { ProbeResult } from '../src/load/plan.ts';
import { renderReport } from '../src/report.ts';
import { describeMachine, type Results } from '../src/results.ts';
import { judge } from '../src/verdicts.ts';

const machine = describeMachine();

function probe(p99: number, lost = 0, perSecond?: number): ProbeResult {
  const latency = { count: 1_000, p50: p99 / 2, p99, max: p99 };
  return {
    sent: 1_000,
    answered: 1_000 - lost,
    unanswered: lost,
    failures: {},
    latency,
    ...(perSecond && { logins: { perSecond, count: 100, latency, failures: {} } }),
  };
}

function storm(p99: number, lost: number, perSecond: number): Storm {
  const stormy = probe(p99, lost, perSecond);
  const memory = { rssMiB: 100, peakMiB: 120 };
  return { idle: probe(2), idleFresh: probe(2), storm: stormy, stormFresh: stormy, stormOneCore: stormy, memory };
}

const kept = (results: Omit<Results, 'machine'>): boolean[] => judge({ machine, ...results }).map((one) => one.kept);

void test('a promise of at least a ratio is kept from that ratio on', () => {
  assert.deepEqual(kept({ scaling: { one: [100], two: [185], sharedCores: true } }), [true]);
  assert.deepEqual(kept({ scaling: { one: [100], two: [184], sharedCores: true } }), [false]);
});

void test('boot is judged by its median, to the millisecond', () => {
  assert.deepEqual(kept({ boots: { bank: [900, 1000, 1400], retirement: [1001, 1001, 10] } }), [true, false]);
});

void test('a storm is calm below ten milliseconds, or twice idle, and only when nothing is lost', () => {
  const article = storm(6_000, 900, 4);
  assert.deepEqual(kept({ storm: { ours: storm(9, 0, 4), article } }), [true, true, true, true]);
  assert.deepEqual(kept({ storm: { ours: storm(9, 1, 3.9), article } }), [false, false, false, true]);
  assert.deepEqual(kept({ storm: { ours: storm(11, 0, 5), article } }), [false, false, true, true]);
});

void test('a page names what was not kept', () => {
  const page = renderReport({ machine, scaling: { one: [100], two: [150], sharedCores: true } });
  assert.match(page, /one to two processes \| ≥ 1.85 × \| 1.50 × .* \| \*\*no\*\* \|/);
});
