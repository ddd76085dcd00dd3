import { expect, test } from '@playwright/test';
import { startStack, type Stack } from '../stack/stack.ts';
import { failuresOf, startLoad } from '../stack/load.ts';
import { register } from '../stack/test-user.ts';
import { none, record, size } from './figures.ts';

let stack: Stack;

test.beforeAll(async () => {
  stack = await startStack({ balanced: true, replicas: { bank: 2, retirement: 2 } });
  await register(stack, 'ada');
});

test.afterAll(() => stack?.stop());

test('two replicas of each service are restarted one after the other under load, and no request fails', async () => {
  const load = await startLoad(stack, { username: 'ada', readers: 8, logins: 1, renewEvery: 1_000, pause: 10 });
  const codes: (number | null)[] = [];
  for (let round = 0; round < size(5, 1); round += 1) {
    for (const replica of [...stack.bank.replicas, ...stack.retirement.replicas]) {
      const { running } = replica;
      await replica.stop();
      codes.push(await running.exited);
      await replica.start();
    }
  }
  const tally = await load.stop();
  const asked = `${tally.reads} reads, ${tally.logins} logins, ${tally.refreshes} refreshes`;
  expect(tally.reads).toBeGreaterThan(200);
  record(
    [
      none(`rolling restart of both services, ${codes.length} restarts: requests failed`, failuresOf(tally), asked),
      none('the same: logouts', tally.loggedOut, asked),
      none(
        'the same: restarts that did not end with code 0',
        codes.filter((code) => code !== 0).length,
        String(codes.length),
      ),
    ],
    { failures: tally.failures, cameAgain: tally.cameAgain },
  );
});
