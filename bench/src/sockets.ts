import { setTimeout as sleep } from 'node:timers/promises';
import { keyOfSecret, MintedTokens } from '@latchkey/conformance';
import { register } from '@latchkey/e2e/stack/test-user';
import { inParallel } from './in-parallel.ts';
import { withInstalledVerifier } from './installed-package.ts';
import { openSocket, openStream, type Open, type OpenConnection } from './open-connection.ts';
import { COLLECTS, type BenchStack } from './bench-stack.ts';
import { Postgres } from './postgres.ts';
import { memory } from './process-usage.ts';
import type { ServerProcess } from './server-process.ts';
import { summarize, type Summary } from './statistics.ts';

/** What stays open during a round, each for a session of its own. */
export const OPEN = 1_000;
const LOGOUTS_AT_ONCE = 4;
const OPENED_AT_ONCE = 50;
/** Before a round, so that what any load adds to the memory of a fresh process is not taken for the price of what is open. */
const WARM = { requests: 5_000, opened: 200 };

const SESSIONS = `
  INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent)
  SELECT gen_random_uuid(), (SELECT id FROM users LIMIT 1), now(), now() + interval '12 hours', '127.0.0.1', 'bench'
  FROM generate_series(1, $1::integer) RETURNING id AS sid, user_id AS sub`;

/** What is kept open, and what came of it. */
export interface SocketRound {
  readonly name: string;
  readonly open: number;
  /** What they add to the memory of the server. */
  readonly addedMiB: number;
  /** From the sending of the logout to the bank until the connection is over. */
  readonly latency: Summary;
}

/** Logouts at the bank, until what is open for the session at another service is closed. */
export async function measureSockets(stack: BenchStack): Promise<SocketRound[]> {
  const bank = await stack.bank(undefined, { PASSWORD_COST: '10' });
  await register({ bank: bank.target }, 'owner-of-sockets');
  const postgres = await Postgres.connect(stack.urlOf('bank'));
  const mint = new MintedTokens(keyOfSecret(stack.tokens.secret), { ...stack.tokens, tokenTtl: 900 });
  const tokensOf = async (count: number): Promise<string[]> => {
    const sessions = await postgres.query<{ sid: string; sub: string }>(SESSIONS, [count]);
    return sessions.map((session) => mint.token(session));
  };
  const round = async (name: string, server: ServerProcess, open: Open): Promise<SocketRound> => {
    await warmUp(server, await tokensOf(WARM.requests));
    for (const one of await openAll(server, open, await tokensOf(WARM.opened))) one.leave();
    const before = await memoryInUse(server);
    const tokens = await tokensOf(OPEN);
    const connections = await openAll(server, open, tokens);
    const addedMiB = (await memoryInUse(server)) - before;
    return { name, open: OPEN, addedMiB, latency: await endAll(bank, tokens, connections) };
  };
  const rounds = await withInstalledVerifier(async ({ entries }) => {
    const product = await stack.sockets(entries.get('./node')!, bank);
    const retirement = await stack.retirement(undefined, undefined, COLLECTS);
    return [
      await round('WebSockets, `@latchkey/verifier` on node:http', product, openSocket),
      await round('streams, `@latchkey/verifier` on node:http', product, openStream),
      await round('streams, retirement (Nest)', retirement, openStream),
    ];
  });
  await postgres.close();
  return rounds;
}

// Twice: what the first collection finalizes, the second frees.
async function memoryInUse({ pid }: ServerProcess): Promise<number> {
  for (let turn = 0; turn < 2; turn += 1) {
    process.kill(pid, 'SIGUSR2');
    await sleep(500);
  }
  return memory(pid).rssMiB;
}

async function warmUp({ target }: ServerProcess, tokens: readonly string[]): Promise<void> {
  await inParallel(tokens, OPENED_AT_ONCE, async (token) => {
    const answer = await fetch(`${target.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    if (answer.status !== 200) throw new Error(`a request was answered with ${answer.status}`);
    await answer.arrayBuffer();
  });
}

function openAll(server: ServerProcess, open: Open, tokens: readonly string[]): Promise<OpenConnection[]> {
  return inParallel(tokens, OPENED_AT_ONCE, (token) => open(server.target, token));
}

async function endAll(
  bank: ServerProcess,
  tokens: readonly string[],
  connections: readonly OpenConnection[],
): Promise<Summary> {
  const latencies = await inParallel(tokens, LOGOUTS_AT_ONCE, async (token, index) => {
    const began = performance.now();
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await fetch(`${bank.target.url}/api/logout`, { method: 'POST', headers });
    if (status !== 204) throw new Error(`a logout was answered with ${status}`);
    const { at, code } = await connections[index]!.over;
    if (!code.endsWith('session_ended')) throw new Error(`a connection was over: ${code}`);
    return at - began;
  });
  return summarize(Float64Array.from(latencies));
}
