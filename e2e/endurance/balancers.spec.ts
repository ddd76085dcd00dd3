import { execFile as execute } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { startStack, type StackService, type Stack } from '../stack/stack.ts';
import { failuresOf, startLoad } from '../stack/load.ts';
import { register } from '../stack/test-user.ts';
import { projectRoot, type ServiceId } from '../stack/paths.ts';
import { isUsable, realBalancer, type BalancerKind } from '../stack/real-balancer.ts';
import { none, record, size } from './figures.ts';

const execFile = promisify(execute);

/** What stands in front of which service, and how often it looks, in seconds. */
const rounds: Record<ServiceId, BalancerKind>[] = [
  { bank: 'nginx', retirement: 'haproxy' },
  { bank: 'haproxy', retirement: 'nginx' },
];
// As they look unless they are told otherwise, and more slowly; the small size looks more often, so that it takes less long.
const plans = size(
  rounds.flatMap((balancers) => [undefined, 5].map((every) => ({ balancers, every }))),
  [{ balancers: rounds[0]!, every: 0.3 as number | undefined }],
);
const grace = (every: number | undefined): string => size(every === undefined ? '' : '20', '2');
/** In seconds; what deploy/systemd waits by default, or twice the interval of the checks and some. */
const hold = (every: number | undefined): string => (every === undefined ? '' : String(2.2 * every));

let stack: Stack | undefined;

test.afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

for (const { balancers, every } of plans) {
  test(`${balancers.bank} before the bank, ${balancers.retirement} before retirement, looking ${every === undefined ? 'as by default' : `every ${every} s`}: replicas are restarted without a pause, and no request fails`, async () => {
    test.skip(!isUsable('haproxy') || !isUsable('nginx'), 'haproxy and nginx are not on this machine');
    stack = await startStack({
      balanced: true,
      replicas: { bank: 2, retirement: 2 },
      env: { bank: { DRAIN_GRACE: grace(every) }, retirement: { DRAIN_GRACE: grace(every) } },
      proxy: (service, port, targets) => realBalancer({ kind: balancers[service], port, targets, every }),
    });
    await register(stack, 'ada');
    const load = await startLoad(stack, { username: 'ada', readers: 8, logins: 1, renewEvery: 1_000, pause: 10 });
    const codes = await Promise.all([stack.bank, stack.retirement].map((one) => restartAll(one, hold(every))));
    const tally = await load.stop();
    const requests = tally.reads + tally.logins + tally.refreshes;
    expect(requests).toBeGreaterThan(size(5_000, 200));
    const what = `${balancers.bank} and ${balancers.retirement}, looking ${every === undefined ? 'as by default, DRAIN_GRACE by default' : `every ${every} s`}`;
    record(
      [
        none(`rolling restart behind ${what}: requests failed`, failuresOf(tally), `${requests} requests`),
        none(`the same: restarts that did not end with code 0`, codes.flat().filter((code) => code !== 0).length),
      ],
      { failures: tally.failures, cameAgain: tally.cameAgain },
    );
  });
}

/** One replica after the other, each as soon as the unit of the last one would say that it has started. */
async function restartAll({ replicas }: StackService, hold: string): Promise<(number | null)[]> {
  const codes: (number | null)[] = [];
  for (const replica of replicas) {
    const { running } = replica;
    await replica.stop();
    codes.push(await running.exited);
    await replica.start();
    const env = { PATH: process.env['PATH'], PUBLIC_URL: replica.env['PUBLIC_URL'], PORT: String(replica.port) };
    await execFile('bash', [join(projectRoot, 'deploy/systemd/await-ready')], { env: { ...env, START_HOLD: hold } });
  }
  return codes;
}
