import { randomBytes } from 'node:crypto';
import { call, codeOf, type Call, type Heard, type Place } from './request.js';
import { sleep } from './clock.js';
import type { House } from './stack.js';
import { Jar } from './cookie-jar.js';
import { bearer, register } from './test-user.js';
import { logInWith, Program, tokensOf, verdictOf } from './program.js';

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
  read: (place: Place, asked: Call) => Promise<Heard>;
  renew: () => Promise<Heard>;
}

export async function startLoad(house: House, plan: LoadPlan): Promise<Load> {
  const tally: Tally = {
    reads: 0,
    logins: 0,
    refreshes: 0,
    renewedAndServed: {},
    loggedOut: 0,
    cameAgain: 0,
    failures: {},
  };
  // Of one person's sessions the bank keeps twenty: those of whoever comes and goes are somebody else's.
  const visitor = `visitor-${randomBytes(4).toString('hex')}`;
  if (plan.logins > 0) await register(house, visitor);
  const readers: Reader[] = [];
  for (let index = 0; index < plan.readers; index += 1) {
    readers.push(index % 2 === 0 ? await program(house, plan) : await browser(house, plan));
  }
  let isOver = false;
  const goOn = (): boolean => !isOver;
  const lanes = [
    ...readers.map((reader, index) => readOn(house, plan, tally, reader, index, goOn)),
    ...Array.from({ length: plan.logins }, () => logInOn(house, visitor, plan.pause, tally, goOn)),
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
  house: House,
  plan: LoadPlan,
  tally: Tally,
  reader: Reader,
  index: number,
  goOn: () => boolean,
): Promise<void> {
  const routes: [Place, string][] = [
    [house.retirement, '/api/me'],
    [house.bank, '/api/me'],
    [house.retirement, '/api/plan'],
  ];
  // Not all at the same moment.
  let renewed = performance.now() - (plan.renewEvery * index) / plan.readers;
  for (let turn = index; goOn(); turn += 1) {
    const [place, path] = routes[turn % routes.length] ?? [house.bank, '/api/me'];
    if (performance.now() - renewed > plan.renewEvery) {
      renewed = performance.now();
      await counted(tally, 'refresh', async () => {
        const heard = await reader.renew();
        if (heard.status === 200) tally.refreshes += 1;
        return heard;
      });
    }
    await counted(tally, path, async () => {
      const heard = await readOnce(reader, place, path, tally);
      if (heard.status === 200) tally.reads += 1;
      return heard;
    });
    await sleep(plan.pause ?? 10);
  }
}

/** What a site does: on a 401 it renews once and asks again; a token that was just minted may be ahead of a verifier's keys. */
async function readOnce(reader: Reader, place: Place, path: string, tally: Tally): Promise<Heard> {
  const first = await reader.read(place, { path });
  if (first.status !== 401 || codeOf(first) === 'session_ended') return first;
  await counted(tally, 'refresh after 401', () => reader.renew());
  const deadline = performance.now() + 10_000;
  let heard = await reader.read(place, { path });
  while (heard.status === 401 && codeOf(heard) !== 'session_ended' && performance.now() < deadline) {
    await sleep(250);
    heard = await reader.read(place, { path });
  }
  if (heard.status === 200) addTo(tally.renewedAndServed, codeOf(first));
  return heard;
}

async function logInOn(
  house: House,
  visitor: string,
  pause: number | undefined,
  tally: Tally,
  goOn: () => boolean,
): Promise<void> {
  while (goOn()) {
    await counted(tally, 'login', async () => {
      const heard = await logInWith(house.bank, visitor);
      const tokens = tokensOf(heard);
      if (tokens === undefined) return heard;
      tally.logins += 1;
      const mine = new Program(house.bank, tokens.access, tokens.refresh);
      return readOnce(programReader(mine), house.retirement, '/api/me', tally);
    });
    await sleep(pause ?? 10);
  }
}

async function counted(tally: Tally, name: string, work: () => Promise<Heard>): Promise<void> {
  try {
    let heard = await work();
    while (codeOf(heard) === 'database_unavailable') {
      tally.cameAgain += 1;
      await sleep(1_000 * Number(heard.headers.get('retry-after')?.[0]));
      heard = await work();
    }
    if (heard.status === 200) return;
    if (codeOf(heard) === 'session_ended') tally.loggedOut += 1;
    addTo(tally.failures, `${name}: ${verdictOf(heard)}`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    addTo(tally.failures, `${name}: ${code ?? message.slice(0, 120)}`);
  }
}

function addTo(counts: Record<string, number>, kind: string): void {
  counts[kind] = (counts[kind] ?? 0) + 1;
}

async function program(house: House, plan: LoadPlan): Promise<Reader> {
  return programReader(await Program.logIn(house, plan.username));
}

function programReader(mine: Program): Reader {
  return {
    read: (place, asked) => call(place, { ...asked, headers: [bearer(mine.access)] }),
    renew: () => mine.renew(),
  };
}

async function browser(house: House, plan: LoadPlan): Promise<Reader> {
  const jar = await Jar.logIn(house, plan.username);
  return { read: (place, asked) => jar.ask(place, place, asked), renew: () => jar.renew(house.retirement) };
}
