// One process verifies by one contestant, as a service has one library: reads its plan from the first message, and measures a
// round at each one after that.
import { once } from 'node:events';
import { contestantsOf, type Carrier, type Contestant, type Verify } from './contestants.ts';
import type { Round, VerifyPlan } from './plan.ts';

const AT_A_TIME = 100;

const [plan] = (await once(process, 'message')) as [VerifyPlan];
const contestant = contestantsOf(plan.algorithm)[plan.contestant]!;
await requireSameVerdicts(contestant);
process.on('message', () => void measure(contestant).then((round) => process.send!(round)));
process.send!('ready');

async function requireSameVerdicts({ make }: Contestant): Promise<void> {
  const verify = await make(plan);
  await verify(carried(plan.tokens[0]!));
  const accepted = await Promise.resolve()
    .then(() => verify(carried(plan.forged)))
    .then(
      () => true,
      () => false,
    );
  if (accepted) throw new Error(`${plan.contestant} accepts a forged token`);
}

async function measure({ make, isAsync, remembers }: Contestant): Promise<Round> {
  const run = isAsync ? allAwaited : all;
  const verify = await make(plan);
  globalThis.gc?.();
  const first = await timed(plan.tokens, (carriers) => run(verify, carriers));
  if (!remembers) return { first };
  const next = Array.from({ length: plan.again }, () => plan.tokens).flat();
  return { first, again: await timed(next, (carriers) => run(verify, carriers)) };
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
