import { randomBytes } from 'node:crypto';
import { request, codeOf, type Request, type Response, type Target } from './request.ts';
import { sleep } from './clock.ts';
import type { Stack } from './stack.ts';
import { CookieJar } from './cookie-jar.ts';
import { bearer, register } from './test-user.ts';
import { logInWith, Program, tokensOf, verdictOf } from './program.ts';

export interface LoadPlan {
  username: string;
  /** Programs and browsers that read; half of each. */
  readers: number;
  /** How many log in at a time, again and again. */
  logins: number;
  /** Milliseconds between two renewals of one reader. */
  renewEvery: number;
  /** Milliseconds that each rests between two requests. */
  pause?: number;
}

export interface Tally {
  reads: number;
  logins: number;
  refreshes: number;
  /** Reads that were answered 401 first, and served after one renewal, by what the first answer said. */
  renewedAndServed: Record<string, number>;
  loggedOut: number;
  /** Requests that an overloaded service told to come again, and that did. */
  cameAgain: number;
  /** Every request that was not served, by kind. */
  failures: Record<string, number>;
}

/** Readers, logins and renewals that go on until they are stopped. */
export interface Load {
  readonly tally: Tally;
  stop(): Promise<Tally>;
}

interface Reader {
  read: (target: Target, asked: Request) => Promise<Response>;
  renew: () => Promise<Response>;
}

export async function startLoad(stack: Stack, plan: LoadPlan): Promise<Load> {
  const tally: Tally = {
    reads: 0,
    logins: 0,
    refreshes: 0,
    renewedAndServed: {},
    loggedOut: 0,
    cameAgain: 0,
    failures: {},
  };
  // Of one person's sessions the bank keeps twenty: the visitors' are another user's.
  const visitor = `visitor-${randomBytes(4).toString('hex')}`;
  if (plan.logins > 0) await register(stack, visitor);
  const readers: Reader[] = [];
  for (let index = 0; index < plan.readers; index += 1) {
    readers.push(index % 2 === 0 ? await program(stack, plan) : await browser(stack, plan));
  }
  let isOver = false;
  const goOn = (): boolean => !isOver;
  const lanes = [
    ...readers.map((reader, index) => readOn(stack, plan, tally, reader, index, goOn)),
    ...Array.from({ length: plan.logins }, () => logInOn(stack, visitor, plan.pause, tally, goOn)),
  ];
  const stop = async (): Promise<Tally> => {
    isOver = true;
    await Promise.all(lanes);
    return tally;
  };
  return { tally, stop };
}

export function failuresOf(tally: Tally): number {
  return Object.values(tally.failures).reduce((sum, count) => sum + count, 0);
}

async function readOn(
  stack: Stack,
  plan: LoadPlan,
  tally: Tally,
  reader: Reader,
  index: number,
  goOn: () => boolean,
): Promise<void> {
  const routes: [Target, string][] = [
    [stack.retirement, '/api/me'],
    [stack.bank, '/api/me'],
    [stack.retirement, '/api/plan'],
  ];
  // Not all at the same moment.
  let renewed = performance.now() - (plan.renewEvery * index) / plan.readers;
  for (let turn = index; goOn(); turn += 1) {
    const [target, path] = routes[turn % routes.length] ?? [stack.bank, '/api/me'];
    if (performance.now() - renewed > plan.renewEvery) {
      renewed = performance.now();
      await counted(tally, 'refresh', async () => {
        const response = await reader.renew();
        if (response.status === 200) tally.refreshes += 1;
        return response;
      });
    }
    await counted(tally, path, async () => {
      const response = await readOnce(reader, target, path, tally);
      if (response.status === 200) tally.reads += 1;
      return response;
    });
    await sleep(plan.pause ?? 10);
  }
}

/** What a site does: on a 401 it renews once and asks again; a token that was just minted may be ahead of a verifier's keys. */
async function readOnce(reader: Reader, target: Target, path: string, tally: Tally): Promise<Response> {
  const first = await reader.read(target, { path });
  if (first.status !== 401 || codeOf(first) === 'session_ended') return first;
  await counted(tally, 'refresh after 401', () => reader.renew());
  const deadline = performance.now() + 10_000;
  let response = await reader.read(target, { path });
  while (response.status === 401 && codeOf(response) !== 'session_ended' && performance.now() < deadline) {
    await sleep(250);
    response = await reader.read(target, { path });
  }
  if (response.status === 200) addTo(tally.renewedAndServed, codeOf(first));
  return response;
}

async function logInOn(
  stack: Stack,
  visitor: string,
  pause: number | undefined,
  tally: Tally,
  goOn: () => boolean,
): Promise<void> {
  while (goOn()) {
    await counted(tally, 'login', async () => {
      const response = await logInWith(stack.bank, visitor);
      const tokens = tokensOf(response);
      if (tokens === undefined) return response;
      tally.logins += 1;
      const mine = new Program(stack.bank, tokens.access, tokens.refresh);
      return readOnce(programReader(mine), stack.retirement, '/api/me', tally);
    });
    await sleep(pause ?? 10);
  }
}

async function counted(tally: Tally, name: string, work: () => Promise<Response>): Promise<void> {
  try {
    let response = await work();
    while (codeOf(response) === 'database_unavailable') {
      tally.cameAgain += 1;
      await sleep(1_000 * Number(response.headers.get('retry-after')?.[0]));
      response = await work();
    }
    if (response.status === 200) return;
    if (codeOf(response) === 'session_ended') tally.loggedOut += 1;
    addTo(tally.failures, `${name}: ${verdictOf(response)}`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    addTo(tally.failures, `${name}: ${code ?? message.slice(0, 120)}`);
  }
}

function addTo(counts: Record<string, number>, kind: string): void {
  counts[kind] = (counts[kind] ?? 0) + 1;
}

async function program(stack: Stack, plan: LoadPlan): Promise<Reader> {
  return programReader(await Program.logIn(stack, plan.username));
}

function programReader(mine: Program): Reader {
  return {
    read: (target, asked) => request(target, { ...asked, headers: [bearer(mine.access)] }),
    renew: () => mine.renew(),
  };
}

async function browser(stack: Stack, plan: LoadPlan): Promise<Reader> {
  const jar = await CookieJar.logIn(stack, plan.username);
  return { read: (target, asked) => jar.ask(target, target, asked), renew: () => jar.renew(stack.retirement) };
}
