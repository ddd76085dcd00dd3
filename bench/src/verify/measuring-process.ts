// One process verifies everything by everyone, in turn: reads a plan from standard input and writes the timings.
import { text } from 'node:stream/consumers';
import { contestantsOf, type Carrier, type Contestant, type Verify } from './contestants.ts';
import type { VerifierModule } from './latchkey.ts';
import type { Timing, VerifyPlan } from './plan.ts';

/** Compilers have come to rest after these. */
const WARM_UP_ROUNDS = 3;
const AT_A_TIME = 100;

const plan = JSON.parse(await text(process.stdin)) as VerifyPlan;
const contestants = contestantsOf(plan, (await import(plan.verifier)) as VerifierModule);
for (const contestant of contestants) await requireSameVerdicts(contestant);
const timings = contestants.map(({ name }): Timing => ({ name, first: [], again: [] }));
for (let round = -WARM_UP_ROUNDS; round < plan.rounds; round++) {
  // Another one begins each time: nobody has always the same neighbour before it.
  for (let turn = 0; turn < contestants.length; turn++) {
    const index = (turn + Math.max(0, round)) % contestants.length;
    await measure(contestants[index]!, round < 0 ? undefined : timings[index]);
  }
}
console.log(JSON.stringify(timings));

async function requireSameVerdicts({ name, make }: Contestant): Promise<void> {
  const verify = make();
  await verify(carried(plan.tokens[0]!));
  const accepted = await Promise.resolve()
    .then(() => verify(carried(plan.forged)))
    .then(
      () => true,
      () => false,
    );
  if (accepted) throw new Error(`${name} accepts a forged token`);
}

async function measure({ make, isAsync, remembers }: Contestant, timing: Timing | undefined): Promise<void> {
  const run = isAsync ? allAwaited : all;
  const verify = make();
  globalThis.gc?.();
  timing?.first.push(await timed(plan.tokens, (carriers) => run(verify, carriers)));
  if (!remembers) return;
  const next = Array.from({ length: plan.again }, () => plan.tokens).flat();
  timing?.again.push(await timed(next, (carriers) => run(verify, carriers)));
}

// A few at a time: what a request brings has just been read and is near, as these are.
async function timed(tokens: readonly string[], run: (carriers: readonly Carrier[]) => unknown): Promise<number> {
  let spent = 0;
  for (let from = 0; from < tokens.length; from += AT_A_TIME) {
    const carriers = tokens.slice(from, from + AT_A_TIME).map(carried);
    const before = process.cpuUsage();
    await run(carriers);
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
  }
  return spent / tokens.length;
}

// A text of its own each time: one that was looked up before would bring its hash along, as no request does.
function carried(token: string): Carrier {
  const authorization = `Bearer ${Buffer.from(token).toString('latin1')}`;
  const rawHeaders = ['Host', 'pension.example.com', 'User-Agent', 'curl/8.0', 'Accept', '*/*'];
  const headers = { host: 'pension.example.com', 'user-agent': 'curl/8.0', accept: '*/*', authorization };
  const request = { method: 'GET', rawHeaders: [...rawHeaders, 'Authorization', authorization], headers };
  return { text: Buffer.from(token).toString('latin1'), request };
}

function all(verify: Verify, carriers: readonly Carrier[]): void {
  for (const carrier of carriers) verify(carrier);
}

async function allAwaited(verify: Verify, carriers: readonly Carrier[]): Promise<void> {
  for (const carrier of carriers) await verify(carrier);
}
