import { expect, test } from '@playwright/test';
import { openHouse, type Front, type House } from '../stack/stack.js';
import { failuresOf, startLoad } from '../stack/load.js';
import { register } from '../stack/test-user.js';
import type { ServiceId } from '../stack/paths.js';
import { isUsable, realBalancer, type BalancerKind } from '../stack/real-balancer.js';
import { isFull, none, record, size } from './figures.js';

/** What stands in front of which service, and how often it looks, in seconds. */
const rounds: Record<ServiceId, BalancerKind>[] = [
  { bank: 'nginx', retirement: 'haproxy' },
  { bank: 'haproxy', retirement: 'nginx' },
];
const plans = size(
  rounds.flatMap((fronts) => [2, 5].map((every) => ({ fronts, every }))),
  // nginx counts in whole seconds.
  [{ fronts: rounds[0]!, every: 0.3 }],
);
// In the small size shorter than usual, as the checks of the small size are: longer than nginx shuns a replica that failed.
const env = { DRAIN_GRACE: size('', '2') };

let house: House | undefined;

test.afterEach(async () => {
  await house?.stop();
  house = undefined;
});

for (const { fronts, every } of plans) {
  test(`${fronts.bank} before the bank, ${fronts.retirement} before retirement, looking every ${every} s: replicas are restarted without a pause, and no request fails`, async () => {
    test.skip(!isUsable('haproxy') || !isUsable('nginx'), 'haproxy and nginx are not on this machine');
    house = await openHouse({
      balanced: true,
      replicas: { bank: 2, retirement: 2 },
      env: { bank: env, retirement: env },
      front: (service, port, targets) => realBalancer({ kind: fronts[service], port, targets, every }),
    });
    await register(house, 'ada');
    const load = await startLoad(house, { username: 'ada', readers: 8, logins: 1, renewEvery: 1_000, pause: 10 });
    const codes = await Promise.all([house.bank, house.retirement].map(restartAll));
    const tally = await load.stop();
    const requests = tally.reads + tally.logins + tally.refreshes;
    expect(requests).toBeGreaterThan(size(5_000, 200));
    const what = `${fronts.bank} and ${fronts.retirement}, every ${every} s${isFull ? ', DRAIN_GRACE by default' : ''}`;
    record(
      [
        none(`rolling restart behind ${what}: requests failed`, failuresOf(tally), `${requests} requests`),
        none(`the same: restarts that did not end with code 0`, codes.flat().filter((code) => code !== 0).length),
      ],
      { failures: tally.failures, cameAgain: tally.cameAgain },
    );
  });
}

/** One replica after the other, each as soon as the last one is ready. */
async function restartAll({ replicas }: Front): Promise<(number | null)[]> {
  const codes: (number | null)[] = [];
  for (const replica of replicas) {
    const { running } = replica;
    await replica.stop();
    codes.push(await running.exited);
    await replica.start();
  }
  return codes;
}
