import { setTimeout as sleep } from 'node:timers/promises';
import { logInMany, logInWith, type Program } from '@latchkey/e2e/stack/program';
import { register } from '@latchkey/e2e/stack/test-user';
import type { BenchStack } from '../bench-stack.ts';
import { startFollower, untilKnown } from '../followers.ts';
import type { GeneratorProcess } from '../generator-process.ts';
import { REVOKE_MANY } from '../logout.ts';
import { Postgres } from '../postgres.ts';
import { cpuMs, memory } from '../process-usage.ts';
import { describeMachine } from '../results.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Cost, Costs, News } from './costs.ts';
import { FeedReaders } from './feed-reader.ts';
import { Meter } from './meter.ts';

/** The default's, and the least, where opening sessions is not what is measured. */
const [USUAL, CHEAP] = [{}, { PASSWORD_COST: '10' }];
const LOGINS = 24;
const SESSIONS = 96;
const READERS = 200;
const HEARTBEAT_READERS = 1_000;
/** Revoked sessions in force: up to 1,000 an answer names all of them, above it names what is new. */
const ACTIVE = [10, 600, 1_400, 20_000, 200_000];
const CHANGES = 40;
const BETWEEN_CHANGES_MS = 150;
const HEARTBEATS_MS = 12_000;
const COUNT_ACTIVE = "SELECT count(*)::integer AS count FROM sessions WHERE ended_at > now() - interval '17 minutes'";
/** Until all have the whole set, of which 200,000 take their time. */
const TOLD_WITHIN_MS = 60_000;

/** What one of each costs on this machine: about three minutes. */
export async function measureCosts(
  stack: BenchStack,
  generator: GeneratorProcess,
  say: (text: string) => void,
): Promise<Costs> {
  say('logins');
  const first = await stack.bank(undefined, USUAL);
  const postgres = await Postgres.connect(stack.urlOf('bank'));
  const login = await loginCost(first, await Meter.of(first, postgres));
  await stack.stop(first);
  say('renewals, logouts, reads');
  const bank = await stack.bank(undefined, CHEAP);
  const meter = await Meter.of(bank, postgres);
  const renewal = await renewalCost(bank, meter, generator);
  const logout = await logoutCost(bank, meter);
  const read = await readCost(stack, generator);
  say(`the feed, to ${HEARTBEAT_READERS.toLocaleString('en-US')} readers that wait`);
  const heartbeat = await heartbeatCost(bank, meter);
  await stack.stop(bank);
  const news: News[] = [];
  let revokedBytes = 0;
  let revoked = 0;
  let before: number | undefined;
  for (const active of ACTIVE) {
    say(`news, with ${active.toLocaleString('en-US')} revoked sessions in force`);
    await postgres.query(REVOKE_MANY, [active - revoked]);
    revoked = active;
    const told = await newsCost(stack, postgres, active);
    news.push(told.news);
    if (before !== undefined) revokedBytes = Math.max(0, told.residentBytes - before) / (active - ACTIVE[0]!);
    before ??= told.residentBytes;
  }
  await postgres.close();
  const { date, commit, processor, node } = describeMachine();
  const machine = { date, commit, processor, node };
  return { machine, login, renewal, logout, read, heartbeat, news, revokedBytes };
}

async function loginCost(bank: ServerProcess, meter: Meter): Promise<Cost> {
  await register({ bank: bank.target }, 'owner');
  return meter.cost(async () => {
    for (let done = 0; done < LOGINS; done += 2)
      await Promise.all([logInWith(bank.target, 'owner'), logInWith(bank.target, 'owner')]);
    return LOGINS;
  });
}

async function renewalCost(bank: ServerProcess, meter: Meter, generator: GeneratorProcess): Promise<Cost> {
  const tokens = (await logInMany({ bank: bank.target }, SESSIONS)).map(({ refresh }) => refresh);
  const rotate = (durationMs: number) =>
    generator.run({ kind: 'rotation', port: bank.port, tokens, durationMs, hasGeneration: true });
  const warm = await rotate(2_000);
  tokens.splice(0, tokens.length, ...warm.tokens);
  return meter.cost(async () => (await rotate(5_000)).rotated);
}

async function logoutCost(bank: ServerProcess, meter: Meter): Promise<Cost> {
  const sessions = await logInMany({ bank: bank.target }, SESSIONS);
  await meter.rest();
  return meter.cost(() => logOutAll(bank, sessions, 0));
}

async function logOutAll(bank: ServerProcess, sessions: readonly Program[], pause: number): Promise<number> {
  for (const session of sessions) {
    await session.ask(bank.target, { method: 'POST', path: '/api/logout' });
    if (pause > 0) await sleep(pause);
  }
  return sessions.length;
}

async function readCost(stack: BenchStack, generator: GeneratorProcess): Promise<Cost> {
  const server = await stack.retirement();
  await untilKnown(server, 0);
  const plan = {
    connections: 16,
    warmUpMs: 1_000,
    durationMs: 4_000,
    tokens: { ...stack.tokens, count: 1_000, once: false },
  };
  const load = { kind: 'saturation' as const, port: server.port, serverPid: server.pid, ...plan };
  const { serverMicrosPerRequest } = await generator.run(load);
  await stack.stop(server);
  return { process: serverMicrosPerRequest / 1000, database: 0 };
}

async function heartbeatCost(bank: ServerProcess, meter: Meter): Promise<Cost> {
  await sleep(2_000);
  await meter.rest();
  const readers = new FeedReaders(bank.port, HEARTBEAT_READERS);
  await readers.untilTold(TOLD_WITHIN_MS);
  const { process } = await meter.cost(async () => {
    readers.reset();
    await sleep(HEARTBEATS_MS);
    return readers.got.heartbeats;
  });
  await readers.stop();
  return { process, database: 0 };
}

/** A logout comes now and then; each is told to all readers, and to a service among them. */
async function newsCost(
  stack: BenchStack,
  postgres: Postgres,
  active: number,
): Promise<{ news: News; residentBytes: number }> {
  const bank = await stack.bank(undefined, CHEAP);
  const sessions = await logInMany({ bank: bank.target }, 2 * CHANGES);
  const service = await startFollower(stack, active, 'revocations');
  const wholeBytes = await FeedReaders.wholeBytes(bank.port);
  const meter = await Meter.of(bank, postgres);
  const alone = await meter.cost(() => logOutAll(bank, sessions.slice(0, CHANGES), BETWEEN_CHANGES_MS));
  const readers = new FeedReaders(bank.port, READERS);
  await readers.untilTold(TOLD_WITHIN_MS);
  readers.reset();
  const [counted] = await postgres.query<{ count: number }>(COUNT_ACTIVE);
  const served = cpuMs(service.pid);
  const all = await meter.cost(() => logOutAll(bank, sessions.slice(CHANGES), BETWEEN_CHANGES_MS));
  const { news, bytes } = readers.got;
  const read = (cpuMs(service.pid) - served) / CHANGES;
  await readers.stop();
  const residentBytes = memory(service.pid).rssMiB * 2 ** 20;
  await stack.stop(service);
  await stack.stop(bank);
  const bankEach = Math.max(0, ((all.process - alone.process) * CHANGES) / news);
  return {
    news: { active: counted!.count, bytes: bytes / news, bank: bankEach, service: read, wholeBytes },
    residentBytes,
  };
}
