import { test } from '@playwright/test';
import { startStack, type Stack } from '../stack/stack.ts';
import { below, FULL, none, record } from './figures.ts';
import { live, type Life } from './signals/life.ts';

/** Signals from the start of a process until it is ready, and in the drain after it. */
const MOMENTS = 40;
const IN_DRAIN = 8;
const GRACE_MS = 300;
const PROMISED_MS = 5_000;

let stack: Stack | undefined;
test.beforeAll(async () => {
  // Traced, they look for a collector on this machine, which is not there.
  stack = await startStack({ env: { bank: { DRAIN_GRACE: '0.3' }, retirement: { DRAIN_GRACE: '0.3' } } });
});
test.afterAll(() => stack?.stop());

for (const service of ['bank', 'retirement'] as const) {
  for (const isTraced of [false, true]) {
    const name = `${service}${isTraced ? ', traced' : ''}`;
    test(`${name}: SIGTERM at any moment ends it in time, with 0`, { tag: FULL }, async () => {
      const [replica] = stack![service].replicas;
      await replica!.stop();
      const whole = await live({ replica: replica!, isTraced, at: undefined });
      const lives: Life[] = [whole];
      for (let moment = 0; moment < MOMENTS; moment += 1)
        lives.push(await live({ replica: replica!, isTraced, at: (whole.signalledAt * moment) / (MOMENTS - 1) }));
      for (let moment = 0; moment < IN_DRAIN; moment += 1)
        lives.push(
          await live({ replica: replica!, isTraced, at: undefined, again: (GRACE_MS * moment) / IN_DRAIN + 20 }),
        );
      const bySignal = lives.filter(({ wasHeeded }) => !wasHeeded);
      const heeded = lives.filter(({ wasHeeded }) => wasHeeded);
      record([
        none(
          `SIGTERM at ${lives.length} moments of ${name}, up to ready and in the drain: ends with another code than 0, once its program has begun`,
          heeded.filter(({ code }) => code !== 0).length,
          String(heeded.length),
        ),
        below('the same: slowest end', GRACE_MS + PROMISED_MS, Math.max(...lives.map(({ took }) => took))),
        below(
          `the same: last moment at which Node had not begun the program, and ended by the signal (${bySignal.length} lives)`,
          100,
          Math.max(0, ...bySignal.map(({ signalledAt }) => signalledAt)),
        ),
      ]);
    });
  }
}
