import { randomBytes } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { contract, users } from '../stack/bank-commands.ts';
import { sleep, until } from '../stack/clock.ts';
import { createDatabase, databaseName, dropDatabase, runtimeUrl } from '../stack/database.ts';
import { registryFile } from '../stack/environment.ts';
import type { Environment } from '../stack/process.ts';
import { failuresOf, startLoad } from '../stack/load.ts';
import { migrate } from '../stack/migrate.ts';
import { projectRoot, type ServiceId } from '../stack/paths.ts';
import { claimsOf, Program, verdictOf } from '../stack/program.ts';
import { at } from '../stack/request.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { register } from '../stack/test-user.ts';
import { below, exactly, FULL, none, PATIENCE, percentile, record, SECOND, type Figure } from './figures.ts';

/** A built clone of the release before: npm run endurance -- upgrade --previous PATH. */
const { LATCHKEY_PREVIOUS: previous = '' } = process.env;
const TTL = 15;
/** Replicas of two releases serve side by side for so long. */
const DWELL_MS = 6_000;
const OPS_TOKEN = randomBytes(32).toString('base64url');
const SERVICES = ['bank', 'retirement'] as const;

let databases: Record<ServiceId, string>;
let stack: Stack | undefined;

test.beforeEach(async () => {
  test.skip(previous === '', 'no clone of the release before: npm run endurance -- upgrade --previous PATH');
  const create = async (id: ServiceId): Promise<string> => {
    const owned = await createDatabase(databaseName(`${randomBytes(4).toString('hex')}_${id}`));
    await migrate(id, runtimeUrl(owned), owned, resolve(previous));
    return owned;
  };
  databases = { bank: await create('bank'), retirement: await create('retirement') };
});

test.afterEach(async () => {
  await stack?.stop();
  stack = undefined;
  if (databases !== undefined) for (const id of SERVICES) await dropDatabase(new URL(databases[id]).pathname.slice(1));
});

for (const order of [SERVICES, SERVICES.toReversed()]) {
  test(
    `from the release before to this one and back, ${order.join(' before ')}, replica by replica, and no request fails`,
    { tag: FULL },
    async () => {
      const env = { TOKEN_TTL: String(TTL), OPS_TOKEN };
      const running = await startStack({
        balanced: true,
        replicas: { bank: 2, retirement: 2 },
        checkout: resolve(previous),
        databases: { bank: runtimeUrl(databases.bank), retirement: runtimeUrl(databases.retirement) },
        env: { bank: env, retirement: env },
      });
      stack = running;
      await register(running, 'ada');
      await register(running, 'grace');
      const load = await startLoad(running, { username: 'ada', readers: 8, logins: 1, renewEvery: 3_000, pause: 20 });
      const survivor = await Program.logIn(running, 'grace');
      const stages = new Stages(running);
      await stages.look('all of the release before', 1);
      for (const [index, id] of order.entries()) {
        const next = order[index + 1];
        await migrate(id, runtimeUrl(databases[id]), databases[id]);
        await stages.roll(id, projectRoot, 'this release');
        if (id === 'bank' || next === undefined) await stages.promote(next);
      }
      await stages.look('all of this release, version 2', 2);
      stages.declareRoles(true);
      await stages.grant('ada', 'adviser');
      await sleep(DWELL_MS);
      await survivor.renew();
      await stages.demote();
      await stages.look('all of this release, version 1 again', 1);
      stages.declareRoles(false);
      for (const id of order.toReversed()) await stages.roll(id, resolve(previous), 'the release before');
      await stages.look('all of the release before again', 1);
      const still = [
        verdictOf(await survivor.renew()),
        verdictOf(await survivor.ask(running.retirement, { path: '/api/me' })),
      ];
      expect(still, 'a session opened at the very beginning').toEqual(['200', '200']);
      const tally = await load.stop();
      const asked = `${tally.reads} reads, ${tally.logins} logins, ${tally.refreshes} refreshes`;
      expect(tally.reads).toBeGreaterThan(1_000);
      record(
        [
          none(`upgrade and roll back, ${order.join(' first, then ')}: requests failed`, failuresOf(tally), asked),
          none('the same: logouts', tally.loggedOut, asked),
          ...stages.figures(),
        ],
        {
          ...{ failures: tally.failures, cameAgain: tally.cameAgain, renewedAndServed: tally.renewedAndServed },
          stages: stages.seen,
        },
      );
    },
  );
}

/** What an operator does to a deployment, step by step, and what it is like after each step. */
class Stages {
  /** What each stage was like. */
  readonly seen: string[] = [];
  readonly #stack: Stack;
  readonly #wrong: string[] = [];
  readonly #logouts: number[] = [];
  #version: 1 | 2 = 1;
  #looks = 0;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  figures(): Figure[] {
    return [
      exactly(
        `the same: at each of ${this.#looks} stages logins, renewals and both versions are as they must be`,
        0,
        this.#wrong.length,
      ),
      below(
        'the same: a logout refused by every replica, median of the stages',
        SECOND,
        percentile(this.#logouts, 0.5),
      ),
      below('the same, the longest', PATIENCE, Math.max(...this.#logouts)),
    ];
  }

  /** Restarts one replica after the other from another clone; in between, both releases serve. */
  async roll(id: ServiceId, checkout: string, name: string): Promise<void> {
    for (const [index, replica] of this.#stack[id].replicas.entries()) {
      await replica.stop();
      replica.checkout = checkout;
      await replica.start();
      await sleep(DWELL_MS);
      await this.look(`${id}, replica ${index}: ${name}`, this.#version);
      // One replica of the bank cannot issue version 2 yet.
      if (id === 'bank' && index === 0 && checkout === projectRoot) await this.promote('bank');
    }
  }

  /** Logs somebody in and out, at every replica of every service. */
  async look(stage: string, version: 1 | 2): Promise<void> {
    const { bank, retirement } = this.#stack;
    this.#looks += 1;
    const places = [bank, retirement].flatMap((service) => service.replicas.map((replica) => at(service, replica)));
    const session = await Program.logIn(this.#stack, 'grace');
    const read = () => Promise.all(places.map((place) => session.ask(place, { path: '/api/me' }).then(verdictOf)));
    const { ver } = claimsOf(session.access);
    const before = await read();
    const renewed = verdictOf(await session.renew());
    await session.ask(bank, { method: 'POST', path: '/api/logout' });
    let after: string[] = [];
    const isRefused = (verdict: string): boolean => verdict === '401 session_ended';
    const within = await until(async () => (after = await read()).every(isRefused), PATIENCE);
    this.#logouts.push(within ?? Infinity);
    const seen = `version ${String(ver)}, reads ${before.join()}, renewal ${renewed}, after a logout ${after.join()}`;
    const isRight =
      ver === version && before.every((one) => one === '200') && renewed === '200' && within !== undefined;
    this.seen.push(`${stage}: ${seen} within ${Math.round(within ?? Infinity)} ms`);
    if (!isRight) this.#wrong.push(`${stage}: ${seen}`);
    expect(this.#wrong).toEqual([]);
  }

  /** The registry says which roles there are only while no replica of the bank may read it that knows none. */
  declareRoles(hasRoles: boolean): void {
    const { bank, retirement, registry } = this.#stack;
    registryFile(dirname(registry), { bank: bank.port, retirement: retirement.port }, { hasRoles });
  }

  /** Changes what everybody of the load may do: each of them renews once, and nobody is logged out. */
  async grant(username: string, role: string): Promise<void> {
    const { code, output } = await users(['grant', username, role], this.#env());
    expect(code, output).toBe(0);
  }

  /** Goes on to version 2; while a service cannot read it the command refuses, and names it. */
  async promote(missing: ServiceId | undefined): Promise<void> {
    const { code, output } = await this.#contract('promote', ...(missing === undefined ? ['--wait', '60'] : []));
    if (missing === undefined) this.#version = 2;
    expect(code === 0, output).toBe(missing === undefined);
    if (missing !== undefined) expect(output).toContain(missing);
  }

  /** Goes back to version 1, and waits until no token of version 2 is left. */
  async demote(): Promise<void> {
    const { code, output } = await this.#contract('demote', '--wait', '120', '--margin', '1');
    expect(code, output).toBe(0);
    this.#version = 1;
  }

  #contract(step: string, ...more: string[]): Promise<{ code: number | null; output: string }> {
    const { registry } = this.#stack;
    const where = SERVICES.flatMap((id) => ['--at', `${id}=http://127.0.0.1:${this.#stack[id].port}`]);
    return contract([step, '--registry', registry, ...where, ...more], this.#env());
  }

  #env(): Environment {
    return { ...this.#stack.bank.replicas[0]?.env, OPS_TOKEN };
  }
}
