import { expect } from '@playwright/test';
import { contract, users } from '../stack/bank-commands.ts';
import { sleep, until } from '../stack/clock.ts';
import type { Environment } from '../stack/process.ts';
import type { ServiceId } from '../stack/paths.ts';
import { claimsOf, Program, verdictOf } from '../stack/program.ts';
import { at, type Target } from '../stack/request.ts';
import type { Stack } from '../stack/stack.ts';
import { PATIENCE } from './figures.ts';

const SERVICES = ['bank', 'retirement'] as const;

/** A deployment in the hands of an operator: what is done to it, step by step, and what it is like after each step. */
export class Deployment {
  /** What each stage was like. */
  readonly stages: string[] = [];
  /** Stages that were not as they must be. */
  readonly wrong: string[] = [];
  /** Milliseconds until every replica refused who had logged out. */
  readonly logouts: number[] = [];
  readonly #stack: Stack;
  readonly #opsToken: string;
  readonly #dwell: number;
  #version = 2;

  /** @param dwell milliseconds that a stage serves before it is looked at */
  constructor(stack: Stack, opsToken: string, dwell: number) {
    this.#stack = stack;
    this.#opsToken = opsToken;
    this.#dwell = dwell;
  }

  /** Stops one replica as an operator does, and starts it from another clone. */
  async replace(id: ServiceId, index: number, checkout: string, release: string): Promise<void> {
    const replica = this.#stack[id].replicas[index]!;
    await replica.stop();
    expect(await replica.running.exited, `${id} ended`).toBe(0);
    replica.checkout = checkout;
    await replica.start();
    await sleep(this.#dwell);
    await this.look(`${id}, replica ${index}: ${release}`);
  }

  /** Logs somebody in, saves a plan and logs out, at every replica of every service. */
  async look(stage: string): Promise<void> {
    const { bank, retirement } = this.#stack;
    const [banks, retirements] = [bank, retirement].map((one) => one.replicas.map((replica) => at(one, replica)));
    const session = await Program.logIn(this.#stack, 'grace');
    const read = async (): Promise<string> => {
      const asked = [...banks!, ...retirements!].map((place) => session.ask(place, { path: '/api/me' }));
      return kinds((await Promise.all(asked)).map(verdictOf));
    };
    const facts: Record<string, string> = {
      version: String(claimsOf(session.access)['ver']),
      reads: await read(),
      renewal: verdictOf(await session.renew()),
      plans: await this.#savePlans(session, retirements!),
    };
    // Each service in turn is where people log out: at retirement, a delivery tells the bank.
    const place = this.stages.length % 2 === 0 ? bank : retirement;
    const left = await session.ask(place, { method: 'POST', path: '/api/logout' });
    let after = '';
    const within = await until(async () => (after = await read()) === '401 session_ended', PATIENCE);
    await until(async () => (facts['over'] = verdictOf(await session.renew())) !== '200', PATIENCE);
    this.logouts.push(within ?? Infinity);
    Object.assign(facts, { logout: String(left.status), after });
    const expected = {
      ...{ version: String(this.#version), reads: '200', renewal: '200', plans: '200', logout: '204' },
      ...{ after: '401 session_ended', over: '401 session_ended' },
    };
    const seen = `${stage}: ${Object.entries(facts)
      .map((fact) => fact.join(' '))
      .join(', ')} within ${Math.round(within ?? Infinity)} ms`;
    this.stages.push(seen);
    if (Object.entries(expected).some(([fact, value]) => facts[fact] !== value)) this.wrong.push(seen);
    expect(this.wrong).toEqual([]);
  }

  /** Each replica writes a plan that the others read. */
  async #savePlans(session: Program, places: readonly Target[]): Promise<string> {
    const verdicts: string[] = [];
    for (const [index, place] of places.entries()) {
      const json = { retirementAge: 60 + index, monthlyWishMinor: String(1_000 + index) };
      verdicts.push(verdictOf(await session.ask(place, { method: 'PUT', path: '/api/plan', json })));
      for (const other of places) {
        const { body } = await session.ask(other, { path: '/api/plan' });
        const { retirementAge } = JSON.parse(body) as { retirementAge?: number };
        verdicts.push(retirementAge === json.retirementAge ? '200' : `another plan: ${body}`);
      }
    }
    return kinds(verdicts);
  }

  /** Changes what everybody of the load may do: each of them renews once, and nobody is logged out. */
  async grant(username: string, role: string): Promise<void> {
    const { code, output } = await users(['grant', username, role], this.#env());
    expect(code, output).toBe(0);
  }

  /** Goes on to version 2, which every replica reads. */
  async promote(): Promise<void> {
    await this.#contract('promote', '--wait', '60');
    this.#version = 2;
    await this.look('version 2 again');
  }

  /** Goes back to version 1, and waits until no token of version 2 is left. */
  async demote(): Promise<void> {
    await this.#contract('demote', '--wait', '120', '--margin', '1');
    this.#version = 1;
    await this.look('version 1');
  }

  async #contract(step: string, ...more: string[]): Promise<void> {
    const { registry } = this.#stack;
    const where = SERVICES.flatMap((id) => ['--at', `${id}=http://127.0.0.1:${this.#stack[id].port}`]);
    const { code, output } = await contract([step, '--registry', registry, ...where, ...more], this.#env());
    expect(code, output).toBe(0);
  }

  #env(): Environment {
    return { ...this.#stack.bank.replicas[0]?.env, OPS_TOKEN: this.#opsToken };
  }
}

const kinds = (verdicts: readonly string[]): string => [...new Set(verdicts)].toSorted().join(' and ');
