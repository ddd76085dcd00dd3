import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Program, verdictOf } from '../../e2e/stack/program.ts';
import { register } from '../../e2e/stack/test-user.ts';
import { buildNext } from './images.mjs';

const PAUSE_MS = 50;

/**
 * Another image for retirement: its migration, then its container, and the bank is left alone. One container on one port is away
 * while it is exchanged; without that pause it takes two behind a proxy.
 */
export async function upgrade(run, deployment) {
  const { stack, engine, plan, compose } = deployment;
  const tag = await buildNext(run, engine, plan, 'retirement');
  const image = `latchkey-retirement:${tag}`;
  const username = `upgraded-${randomBytes(4).toString('hex')}`;
  await register(stack, username);
  const [bank, retirement] = await Promise.all([
    poll(stack.bank, stack, username),
    poll(stack.retirement, stack, username),
  ]);
  deployment.changeEnv({ RETIREMENT_VERSION: tag });
  const [before] = await compose.containers('bank');
  let seen;
  try {
    await compose.run(['run', '--rm', '-T', 'retirement-migrate']);
    await compose.run(['up', '--detach', '--no-deps', '--no-build', 'retirement']);
    await deployment.healthy();
    await run.sleep(1_000);
  } finally {
    seen = { bank: await bank.stop(), retirement: await retirement.stop() };
  }
  const now = (await deployment.states()).find(({ service }) => service === 'retirement');
  run.check(now.image === image, 'retirement runs from its new image', now.image);
  run.check((await compose.containers('bank'))[0] === before, 'the bank runs on in the same container');
  const { failed, served } = seen.bank;
  run.check(
    failed.length === 0 && served > 0,
    'no request to the bank failed',
    [`${served} served`, ...failed].join('; '),
  );
  const away = seen.retirement;
  run.check(
    away.last === '200',
    'the session of before goes on at retirement',
    `away for ${(away.awayMs / 1000).toFixed(1)} s`,
  );
}

/** One program that reads again and again, and renews when it is told to. */
async function poll(target, stack, username) {
  const program = await Program.logIn(stack, username);
  const seen = { served: 0, failed: [], last: '', awayMs: 0 };
  let isOver = false;
  const lane = (async () => {
    let since;
    while (!isOver) {
      const verdict = await read(program, target);
      seen.last = verdict;
      if (verdict === '200') {
        seen.served += 1;
        if (since !== undefined) seen.awayMs = Math.max(seen.awayMs, performance.now() - since);
        since = undefined;
      } else {
        since ??= performance.now();
        if (seen.failed.length < 5) seen.failed.push(verdict);
      }
      await wait(PAUSE_MS);
    }
  })();
  const stop = async () => {
    isOver = true;
    await lane;
    return seen;
  };
  return { stop };
}

async function read(program, target) {
  try {
    const first = await program.ask(target, { path: '/api/me', deadline: 5_000 });
    if (first.status !== 401) return verdictOf(first);
    await program.renew();
    return verdictOf(await program.ask(target, { path: '/api/me', deadline: 5_000 }));
  } catch (error) {
    return error.code ?? error.message;
  }
}
