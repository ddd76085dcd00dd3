import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contestant, GuardedGet } from '../src/guarded-get.ts';
import type { Storm } from '../src/login-storm.ts';
import type { ProbeResult } from '../src/load/plan.ts';
import type { Refresh } from '../src/refresh.ts';
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
  assert.deepEqual(kept({ boots: { bank: [600, 700, 1400], retirement: [701, 701, 10] } }), [true, false]);
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

const latency = { count: 100, p50: 1, p99: 2, max: 3 };
const profile = {
  elapsedMs: 1_000,
  server: 0.8,
  backends: 0.2,
  background: 0,
  machineBusy: 0.5,
  logBytes: 1_000,
  logFlushes: 10,
  atWork: 1,
  waits: { CPU: 1 },
};

function refresh(rates: number[], transactions: number): Refresh {
  const round = (perSecond: number) => ({ rotated: perSecond, perSecond, latency, generatorShare: 0.1, profile });
  return {
    durability: { fsync: 'on', synchronousCommit: 'on', version: '18' },
    ours: rates.map(round),
    table: rates.map(() => round(1_000)),
    layers: [{ name: 'fastify', share: 1 }],
    forged: { refused: 10_000, perSecond: 5_000, latency, transactions, idleTransactions: 5, windowMs: 2_000 },
  };
}

void test('refreshes are judged by the median round, forged tokens by the transactions beyond an idle bank', () => {
  assert.deepEqual(kept({ refresh: refresh([2_000, 3_000, 3_001], 15) }), [true, true]);
  assert.deepEqual(kept({ refresh: refresh([2_000, 2_999, 9_000], 16) }), [false, false]);
});

void test('a logout and a withdrawal are judged by the last replica, its median and its 99th percentile', () => {
  const quick = { count: 200, p50: 1, p99: 2, max: 3 };
  const round = (p50: number, p99: number) => {
    const byAll = { count: 200, p50, p99, max: p99 };
    const shares = { bankShare: 0.1, replicaShares: [0.1, 0.1, 0.1], pollsPerSecond: 900, machineBusy: 0.3 };
    return { active: 1_000, changes: 200, byAll, byEach: quick, answered: quick, ...shares };
  };
  const rounds = [round(49, 999), round(50, 999), round(49, 1_000)];
  assert.deepEqual(kept({ logout: rounds }), [true, false, false]);
  assert.deepEqual(kept({ withdrawal: rounds }), [true, false, false]);
});

void test('a page says what limits a refresh', () => {
  assert.match(renderReport({ machine, refresh: refresh([3_000], 5) }), /### What limits it\n\nNobody was used up/);
});

function guarded(ours: number[], before?: number[]): GuardedGet {
  const contestant = (name: string, rates: number[]): Contestant => {
    const known = rates.map((requestsPerSecond) => {
      const shares = { serverShare: 1, generatorShare: 0.5, serverMicrosPerRequest: 1e6 / requestsPerSecond };
      return { requestsPerSecond, latency, failures: {}, ...shares };
    });
    return { name, known, unseen: known, memory: { rssMiB: 1, peakMiB: 1 }, repeats: 0 };
  };
  const peer = contestant('peer', [1, 1]);
  const peers = { bare: peer, article: peer, articleWithKeyObject: peer, fastifyJwt: peer };
  return {
    bodyBytes: 1,
    ...peers,
    ours: contestant('ours', ours),
    ...(before && { other: contestant('before', before) }),
  };
}

void test('a route that needs a role may cost two percent, judged by the middle of the pairs', () => {
  const rounds = (rates: number[]) => guarded(rates).ours.known;
  const judged = (role: number[]) =>
    kept({ roleCheck: { open: rounds([100, 100, 100]), role: rounds(role), repeats: 0 } });
  assert.deepEqual(judged([98, 98, 50]), [true]);
  assert.deepEqual(judged([97, 97, 120]), [false]);
});

void test('another checkout is judged when one took part: within a twentieth of its rate', () => {
  const verdicts = (before?: number[]) => {
    const all = judge({ machine, guardedGet: guarded([95, 190], before) });
    return all.filter(({ promise }) => promise.includes('other checkout'));
  };
  assert.deepEqual(verdicts(), []);
  assert.deepEqual(
    verdicts([100, 200]).map(({ kept: isKept }) => isKept),
    [true],
  );
  assert.deepEqual(
    verdicts([102, 202]).map(({ kept: isKept }) => isKept),
    [false],
  );
  assert.match(verdicts([100, 200])[0]!.measured, /0\.95 × .*; CPU a request 1\.05 ×/);
});

void test('one verification is judged by the fastest library, round by round, and a repeated one by the fastest that remembers', () => {
  const timing = (name: string, first: number[], again: number[] = []) => ({ name, first, again });
  const judged = (ours: number[], remembered: number[]) =>
    kept({
      verify: {
        tokens: 1_000,
        length: 605,
        again: 20,
        timings: {
          HS256: [
            timing('Latchkey, a token', ours, remembered),
            timing('Latchkey, a request', [99, 99], [99, 99]),
            timing('slow', [30, 30]),
            timing('fast', [8, 10]),
            timing('with a cache', [20, 20], [1.5, 1.5]),
          ],
          ES256: [timing('Latchkey, a token', [99, 99], [9, 9])],
        },
      },
    });
  assert.deepEqual(judged([8, 10], [0.5, 0.5]), [true, true, true, true]);
  assert.deepEqual(judged([9, 11], [0.5, 0.52]), [true, false, false, false]);
  assert.deepEqual(judged([16, 15], [0.4, 0.4]), [false, false, true, true]);
});

void test('the package is judged by its bytes and by its slowest entry', () => {
  const judged = (bytes: number, cpu: number[]) => {
    const imports = { '.': [{ cpu: 1, wall: 1 }], './node': cpu.map((one) => ({ cpu: one, wall: 999 })) };
    return kept({ package: { bytes, packages: ['@latchkey/verifier'], imports } });
  };
  assert.deepEqual(judged(1_500_000, [20, 60, 99]), [true, true]);
  assert.deepEqual(judged(1_501_000, [20, 61, 61]), [false, false]);
});
