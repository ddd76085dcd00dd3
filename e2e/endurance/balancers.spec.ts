import { expect, test } from '@playwright/test';
import { startStack, type StackService, type Stack } from '../stack/stack.ts';
import { failuresOf, startLoad } from '../stack/load.ts';
import { register } from '../stack/test-user.ts';
import type { ServiceId } from '../stack/paths.ts';
import { isUsable, realBalancer, type BalancerKind } from '../stack/real-balancer.ts';
import { isFull, none, record, size } from './figures.ts';

/** What stands in front of which service, and how often it looks, in seconds. */
const rounds: Record<ServiceId, BalancerKind>[] = [
  { bank: 'nginx', retirement: 'haproxy' },
  { bank: 'haproxy', retirement: 'nginx' },
];
const plans = size(
  rounds.flatMap((balancers) => [2, 5].map((every) => ({ balancers, every }))),
  // nginx counts in whole seconds.
  [{ balancers: rounds[0]!, every: 0.3 }],
);
// In the small size shorter than usual, as the checks of the small size are: longer than nginx shuns a replica that failed.
const env = { DRAIN_GRACE: size('', '2') };

let stack: Stack | undefined;

test.afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

for (const { balancers, every } of plans) {
  test(`${balancers.bank} before the bank, ${balancers.retirement} before retirement, looking every ${every} s: replicas are restarted without a pause, and no request fails`, async () => {
    test.skip(!isUsable('haproxy') || !isUsable('nginx'), 'haproxy and nginx are not on this machine');
    stack = await startStack({
      balanced: true,
      replicas: { bank: 2, retirement: 2 },
      env: { bank: env, retirement: env },
      proxy: (service, port, targets) => realBalancer({ kind: balancers[service], port, targets, every }),
    });
    await register(stack, 'ada');
    const load = await startLoad(stack, { username: 'ada', readers: 8, logins: 1, renewEvery: 1_000, pause: 10 });
    const codes = await Promise.all([stack.bank, stack.retirement].map(restartAll));
    const tally = await load.stop();
    const requests = tally.reads + tally.logins + tally.refreshes;
    expect(requests).toBeGreaterThan(size(5_000, 200));
    const what = `${balancers.bank} and ${balancers.retirement}, every ${every} s${isFull ? ', DRAIN_GRACE by default' : ''}`;
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
async function restartAll({ replicas }: StackService): Promise<(number | null)[]> {
  const codes: (number | null)[] = [];
  for (const replica of replicas) {
    const { running } = replica;
    await replica.stop();
    codes.push(await running.exited);
    await replica.start();
  }
  return codes;
}
