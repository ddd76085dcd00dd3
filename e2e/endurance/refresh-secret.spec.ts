import { expect, test } from '@playwright/test';
import { newSecret } from '../stack/environment.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { failuresOf, startLoad } from '../stack/load.ts';
import { register } from '../stack/test-user.ts';
import { problemOf } from '../stack/request.ts';
import { Program, verdictOf } from '../stack/program.ts';
import { FULL, none, record } from './figures.ts';

let stack: Stack;

test.beforeAll(async () => {
  stack = await startStack({ balanced: true, replicas: { bank: 2, retirement: 1 } });
  await register(stack, 'ada');
});

test.afterAll(() => stack?.stop());

test(
  "the bank's refresh secret is replaced under load, replica by replica, and nobody is logged out",
  { tag: FULL },
  async () => {
    const [old, next] = [stack.refreshSecret, newSecret()];
    const asleep = await Program.logIn(stack, 'ada');
    const load = await startLoad(stack, { username: 'ada', readers: 6, logins: 1, renewEvery: 500, pause: 20 });
    const awake = await Program.logIn(stack, 'ada');
    // Known everywhere before it signs anywhere, and known for as long as anybody holds a token of it.
    for (const secrets of [`${old},${next}`, `${next},${old}`]) {
      for (const replica of stack.bank.replicas) {
        replica.env['REFRESH_SECRET'] = secrets;
        await replica.stop();
        await replica.start();
      }
      expect(verdictOf(await awake.renew())).toBe('200');
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const tally = await load.stop();
    expect(verdictOf(await awake.renew())).toBe('200');
    for (const replica of stack.bank.replicas) {
      replica.env['REFRESH_SECRET'] = next;
      await replica.stop();
      await replica.start();
    }
    expect(verdictOf(await awake.renew()), 'a session that was renewed meanwhile').toBe('200');
    const late = await asleep.renew();
    expect(`${verdictOf(late)} ${String(problemOf(late)['endReason'])}`).toBe('401 session_ended key_withdrawn');
    const asked = `${tally.reads} reads, ${tally.logins} logins, ${tally.refreshes} refreshes`;
    record(
      [
        none('refresh secret replaced under load: requests failed', failuresOf(tally), asked),
        none('the same: logouts', tally.loggedOut, asked),
      ],
      { failures: tally.failures },
    );
  },
);
