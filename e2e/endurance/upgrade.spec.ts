import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { sleep } from '../stack/clock.ts';
import { createDatabase, databaseName, dropDatabase, runtimeUrl } from '../stack/database.ts';
import { failuresOf, startLoad } from '../stack/load.ts';
import { migrate } from '../stack/migrate.ts';
import { projectRoot, type ServiceId } from '../stack/paths.ts';
import { Program, verdictOf } from '../stack/program.ts';
import { isUsable, realBalancer } from '../stack/real-balancer.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { register } from '../stack/test-user.ts';
import { Deployment } from './deployment.ts';
import { below, exactly, FULL, none, PATIENCE, percentile, record, SECOND } from './figures.ts';

/** The release before, built, and its name: npm run endurance -- upgrade. */
const { LATCHKEY_PREVIOUS: previous = '', LATCHKEY_PREVIOUS_NAME: before = '' } = process.env;
const TTL = 15;
/** Replicas of two releases serve side by side for so long. */
const DWELL_MS = 4_000;
const OPS_TOKEN = randomBytes(32).toString('base64url');
const SERVICES = ['bank', 'retirement'] as const;

/** Which replica is replaced when. In between, every mixture of the two releases serves. */
const orders: Record<string, readonly (readonly [ServiceId, number])[]> = {
  'the bank first': SERVICES.flatMap((id) => [0, 1].map((replica) => [id, replica] as const)),
  'retirement first': SERVICES.toReversed().flatMap((id) => [0, 1].map((replica) => [id, replica] as const)),
  'a replica of each in turn': [0, 1].flatMap((replica) => SERVICES.map((id) => [id, replica] as const)),
};

let databases: Record<ServiceId, string> | undefined;
let stack: Stack | undefined;

test.beforeEach(async () => {
  test.skip(previous === '', 'the release before is not built: npm run endurance -- upgrade');
  const create = async (id: ServiceId): Promise<string> => {
    const owned = await createDatabase(databaseName(`${randomBytes(4).toString('hex')}_${id}`));
    await migrate(id, runtimeUrl(owned), owned, previous);
    return owned;
  };
  databases = { bank: await create('bank'), retirement: await create('retirement') };
});

test.afterEach(async () => {
  await stack?.stop();
  stack = undefined;
  for (const url of Object.values(databases ?? {})) await dropDatabase(new URL(url).pathname.slice(1));
  databases = undefined;
});

async function startBefore(owned: Record<ServiceId, string>): Promise<Stack> {
  // haproxy looks every second, and needs three bad answers to believe in an end.
  const env = { TOKEN_TTL: String(TTL), OPS_TOKEN, DRAIN_GRACE: '5' };
  return startStack({
    balanced: true,
    replicas: { bank: 2, retirement: 2 },
    checkout: previous,
    databases: { bank: runtimeUrl(owned.bank), retirement: runtimeUrl(owned.retirement) },
    env: { bank: env, retirement: env },
    ...(isUsable('haproxy') && {
      proxy: (_: ServiceId, port: number, targets: readonly number[]) =>
        realBalancer({ kind: 'haproxy', port, targets, every: 1 }),
    }),
  });
}

for (const [order, steps] of Object.entries(orders)) {
  test(
    `from ${before || 'the release before'} to this one and back, ${order}: no request fails, and nobody is logged out`,
    {
      tag: FULL,
    },
    async () => {
      stack = await startBefore(databases!);
      await register(stack, 'ada');
      await register(stack, 'grace');
      const load = await startLoad(stack, { username: 'ada', readers: 8, logins: 1, renewEvery: 3_000, pause: 20 });
      const survivor = await Program.logIn(stack, 'grace');
      const deployment = new Deployment(stack, OPS_TOKEN, DWELL_MS);
      await deployment.look(`all of ${before}`);
      for (const id of SERVICES) await migrate(id, runtimeUrl(databases![id]), databases![id]);
      await deployment.look(`all of ${before}, on the tables of this release`);
      for (const [index, [id, replica]] of steps.entries()) {
        await deployment.replace(id, replica, projectRoot, 'this release');
        if (index === 0) await deployment.grant('ada', 'adviser');
        // In the middle, so that both versions of the contract travel through both releases.
        if (index === 1) await deployment.demote();
      }
      await survivor.renew();
      for (const [index, [id, replica]] of steps.toReversed().entries()) {
        await deployment.replace(id, replica, previous, before);
        if (index === 1) await deployment.promote();
      }
      await sleep(DWELL_MS);
      const still = [
        verdictOf(await survivor.renew()),
        verdictOf(await survivor.ask(stack.retirement, { path: '/api/me' })),
      ];
      expect(still, 'a session opened at the very beginning').toEqual(['200', '200']);
      const tally = await load.stop();
      const asked = `${tally.reads} reads, ${tally.logins} logins, ${tally.refreshes} refreshes`;
      expect(tally.reads).toBeGreaterThan(1_000);
      const { stages, wrong, logouts } = deployment;
      const balancer = isUsable('haproxy') ? 'haproxy' : 'a round robin of our own';
      record(
        [
          none(
            `upgrade from ${before} and back behind ${balancer}, ${order}: requests failed`,
            failuresOf(tally),
            asked,
          ),
          none('the same: logouts', tally.loggedOut, asked),
          exactly(
            `the same: at ${stages.length} stages, logins, renewals, plans and logouts that are not as they must be`,
            0,
            wrong.length,
          ),
          below('the same: a logout refused by every replica, median of the stages', SECOND, percentile(logouts, 0.5)),
          below('the same, the longest', PATIENCE, Math.max(...logouts)),
        ],
        {
          ...{ failures: tally.failures, cameAgain: tally.cameAgain, renewedAndServed: tally.renewedAndServed },
          stages,
        },
      );
    },
  );
}
