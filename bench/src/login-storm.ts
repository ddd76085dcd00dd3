import { randomUUID } from 'node:crypto';
import { logIn, register } from '@latchkey/e2e/stack/test-user';
import { SERVER_CORE, tieToCore } from './cores.ts';
import type { Durations } from './durations.ts';
import type { GeneratorProcess } from './generator-process.ts';
import type { BenchStack } from './bench-stack.ts';
import type { ProbeResult } from './load/plan.ts';
import { memory, type Memory } from './process-usage.ts';
import type { ServerProcess } from './server-process.ts';

export const CLIENTS = 20;
export const PROBES_PER_SECOND = 200;
const WARM_UP_MS = 1_500;

export interface Storm {
  idle: ProbeResult;
  idleFresh: ProbeResult;
  storm: ProbeResult;
  stormFresh: ProbeResult;
  /** Everything, hashing included, on one core. */
  stormOneCore: ProbeResult;
  memory: Memory;
}

interface Login {
  username: string;
  password: string;
}

/** One account per client, registered the ordinary way. */
async function registerClients(server: ServerProcess): Promise<Login[]> {
  const logins = Array.from({ length: CLIENTS }, (_, index) => ({
    username: `client-${index}`,
    password: randomUUID(),
  }));
  for (const { username, password } of logins) await register({ bank: server.target }, username, password);
  return logins;
}

async function stormAt(server: ServerProcess, generator: GeneratorProcess, durations: Durations): Promise<Storm> {
  const logins = await registerClients(server);
  const tokens: string[] = [];
  for (const { username, password } of logins.slice(0, 4)) {
    tokens.push(await logIn({ bank: server.target }, username, password));
  }
  const probe = (settings: { fresh?: boolean; logins?: Login[]; durationMs?: number }): Promise<ProbeResult> =>
    generator.run({
      kind: 'probe',
      port: server.port,
      serverPid: server.pid,
      perSecond: PROBES_PER_SECOND,
      durationMs: settings.durationMs ?? durations.probeMs,
      fresh: settings.fresh ?? false,
      tokens,
      logins: settings.logins ?? [],
    });
  await probe({ durationMs: WARM_UP_MS });
  const idle = await probe({});
  const idleFresh = await probe({ fresh: true });
  const storm = await probe({ logins });
  const stormFresh = await probe({ logins, fresh: true });
  tieToCore(server.pid, SERVER_CORE);
  const stormOneCore = await probe({ logins });
  return { idle, idleFresh, storm, stormFresh, stormOneCore, memory: memory(server.pid) };
}

/** The guarded GET at a steady rate while clients log in without pause: the bank's answer, and the article's. */
export async function measureLoginStorm(
  stack: BenchStack,
  generator: GeneratorProcess,
  durations: Durations,
): Promise<{ ours: Storm; article: Storm }> {
  const bank = await stack.bank();
  const ours = await stormAt(bank, generator, durations);
  await stack.stop(bank);
  const peer = await stack.article();
  const article = await stormAt(peer, generator, durations);
  await stack.stop(peer);
  return { ours, article };
}
