import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logout, LogoutStore } from '../store.js';
import { SUITE_TIMES, type VerifierStoreCase } from './verifier-store-case.js';

const HEARD_WITHIN_MS = 10_000;

const ofSession = (some: Partial<Logout> = {}): Logout => ({
  sid: randomUUID(),
  sub: randomUUID(),
  token: null,
  everywhere: false,
  ...some,
});
const now = (): number => Math.floor(Date.now() / 1000);

/** How sessions that were ended here, and the logouts that the bank is to be told of, are kept. */
export const logoutCases: readonly VerifierStoreCase[] = [
  {
    name: 'ends a session and queues its logout, which one claim gets',
    async run({ logouts }) {
      const [one, other] = [ofSession(), ofSession({ token: 'a.b.c', everywhere: true })];
      await logouts.add(one, now());
      await logouts.add(other, now());
      assert.deepEqual(new Set(await logouts.revoked()), new Set([one.sid, other.sid]));
      const claims = (await Promise.all([1, 2, 3].map(() => logouts.claim(8)))).flat();
      assert.deepEqual(
        bySid(claims),
        bySid([
          { ...one, tries: 1 },
          { ...other, tries: 1 },
        ]),
      );
      assert.equal(await logouts.countPending(), 2);
    },
  },
  {
    name: 'claims no more than is asked for',
    async run({ logouts }) {
      for (let i = 0; i < 5; i += 1) await logouts.add(ofSession(), now());
      assert.deepEqual([(await logouts.claim(2)).length, (await logouts.claim(8)).length], [2, 3]);
      assert.deepEqual(await logouts.claim(8), []);
    },
  },
  {
    name: 'lets everywhere outrank a plain logout, in whatever order they come',
    async run({ logouts }) {
      const [one, other] = [ofSession(), ofSession()];
      await logouts.add({ ...one, everywhere: true }, now());
      await logouts.add(one, now());
      await Promise.all([false, true, false].map((everywhere) => logouts.add({ ...other, everywhere }, now())));
      const claimed = await logouts.claim(8);
      assert.deepEqual(
        claimed.map(({ everywhere }) => everywhere),
        [true, true],
      );
    },
  },
  {
    name: 'drops what was delivered, unless it has become one of everywhere',
    async run({ logouts }) {
      const one = ofSession();
      await logouts.add(one, now());
      await logouts.claim(1);
      await logouts.add({ ...one, everywhere: true }, now());
      await logouts.settle(one);
      await logouts.postpone(one, 60_000);
      const [again] = await logouts.claim(1);
      assert.deepEqual([again?.everywhere, again?.tries], [true, 1]);
      await logouts.settle({ ...one, everywhere: true });
      assert.equal(await logouts.countPending(), 0);
      assert.deepEqual(await logouts.revoked(), [one.sid]);
    },
  },
  {
    name: 'gives a postponed one out again when its time comes, and counts the tries',
    async run({ logouts }) {
      const one = ofSession();
      await logouts.add(one, now());
      await logouts.claim(1);
      await logouts.postpone(one, 300);
      assert.deepEqual(await logouts.claim(1), []);
      await sleep(400);
      assert.deepEqual(await logouts.claim(1), [{ ...one, tries: 2 }]);
    },
  },
  {
    name: 'lets go of what the bank names, and does not take it up again by a delivery',
    async run({ logouts }) {
      const [one, other] = [ofSession(), ofSession()];
      for (const logout of [one, other]) await logouts.add(logout, now());
      await logouts.forget([one.sid, randomUUID()]);
      await logouts.settle(one);
      assert.deepEqual(await logouts.revoked(), [other.sid]);
      await logouts.forget([]);
      assert.deepEqual(await logouts.revoked(), [other.sid]);
    },
  },
  {
    name: 'neither gives out nor keeps a logout that has outlived its session, but holds what the bank does not know',
    async run({ logouts }) {
      const [over, waiting] = [ofSession(), ofSession()];
      await logouts.add(over, now() - SUITE_TIMES.sessionAbsolute - 1);
      await logouts.add(waiting, now());
      assert.deepEqual(
        (await logouts.claim(8)).map(({ sid }) => sid),
        [waiting.sid],
      );
      await logouts.sweep();
      assert.equal(await logouts.countPending(), 1);
      assert.ok((await logouts.revoked()).includes(waiting.sid));
    },
  },
  {
    name: 'tells who watches of an ended session, and nobody any more once that is closed',
    async run({ logouts }) {
      let heard = 0;
      const watching = logouts.watch(() => (heard += 1));
      const end = performance.now() + HEARD_WITHIN_MS;
      // It may miss some.
      while (heard === 0) {
        assert.ok(performance.now() < end, 'the listener was never called');
        await endOne(logouts);
      }
      await watching.close();
      const before = heard;
      await endOne(logouts);
      assert.equal(heard, before);
    },
  },
];

async function endOne(logouts: LogoutStore): Promise<void> {
  await logouts.add(ofSession(), now());
  await sleep(100);
}

function bySid<T extends Logout>(list: readonly T[]): Map<string, T> {
  assert.equal(new Set(list.map(({ sid }) => sid)).size, list.length);
  return new Map(list.map((one) => [one.sid, one]));
}
