import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layersOf, type CpuProfile } from '../src/cpu-layers.ts';
import { forge } from '../src/refresh.ts';
import { committing, limitOf, othersShare, waitShares, type RoundProfile } from '../src/round-profile.ts';

const frame = (id: number, functionName: string, url: string) => ({ id, callFrame: { functionName, url } });

void test('time goes to the layer whose code it was in; idle time and what lies outside the window do not count', () => {
  const profile: CpuProfile = {
    nodes: [
      frame(1, '(idle)', ''),
      frame(2, 'query', 'file:///x/node_modules/pg-protocol/dist/parser.js'),
      frame(3, 'handle', 'file:///x/node_modules/fastify/lib/route.js'),
      frame(4, 'toString', ''),
      frame(5, '(garbage collector)', ''),
      frame(6, 'refresh', 'file:///x/apps/bank/dist/refresh/refresh.service.js'),
    ],
    startTime: 1_000,
    //                    1100 1200 1300 1400 1500 1600 1700
    samples: [6, 2, 3, 1, 4, 5, 3],
    timeDeltas: [100, 100, 100, 100, 100, 100, 100],
  };
  assert.deepEqual(layersOf(profile, 1_150, 1_600), [
    { name: 'pg, the database driver', share: 0.25 },
    { name: 'fastify', share: 0.25 },
    { name: 'system calls and native code', share: 0.25 },
    { name: 'garbage collection', share: 0.25 },
  ]);
});

const calm: RoundProfile = {
  elapsedMs: 1_000,
  server: 0.5,
  backends: 0.3,
  background: 0,
  machineBusy: 0.5,
  logBytes: 0,
  logFlushes: 0,
  atWork: 1,
  waits: { CPU: 1 },
};

void test('the limit is what was used up; the load generator is asked first', () => {
  assert.equal(limitOf(calm, 0.2, 2), 'none');
  assert.equal(limitOf({ ...calm, waits: { 'IO:WalSync': 0.6, CPU: 0.4 } }, 0.2, 2), 'commit');
  assert.equal(limitOf({ ...calm, server: 0.95, backends: 0.4, machineBusy: 0.8 }, 0.2, 2), 'server');
  assert.equal(limitOf({ ...calm, server: 0.85, backends: 0.6, machineBusy: 0.92 }, 0.2, 2), 'processors');
  assert.equal(limitOf({ ...calm, server: 0.95, machineBusy: 1 }, 0.2, 2), 'others');
  assert.equal(limitOf({ ...calm, server: 0.95 }, 0.95, 2), 'generator');
});

void test('what others used is what nobody who took part did', () => {
  assert.equal(othersShare({ ...calm, machineBusy: 1 }, 0.2, 2), 1);
  assert.equal(othersShare(calm, 0.5, 2), 0);
});

void test('waiting for the log is waiting for its flush, or for another who flushes it', () => {
  assert.equal(committing({ 'IO:WalSync': 0.25, 'LWLock:WALWrite': 0.5, CPU: 0.125, 'Lock:tuple': 0.125 }), 0.75);
});

void test('connections at work are averaged over all looks, also those that found none', () => {
  const { atWork, waits } = waitShares([['CPU', 'IO:WalSync'], [], ['CPU'], ['CPU']]);
  assert.equal(atWork, 1);
  assert.deepEqual(waits, { CPU: 0.75, 'IO:WalSync': 0.25 });
  assert.deepEqual(waitShares([]), { atWork: 0, waits: {} });
});

void test('a forged token differs in its mac alone', () => {
  const forged = forge('v1.kid.sid.3.seed.mac').split('.');
  assert.deepEqual(forged.slice(0, 5), ['v1', 'kid', 'sid', '3', 'seed']);
  assert.match(forged[5]!, /^[\w-]{43}$/);
});
