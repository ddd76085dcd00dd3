import type { Durations } from './durations.ts';
import type { GeneratorProcess } from './generator-process.ts';
import type { BenchStack } from './bench-stack.ts';
import { GENERATOR_CORE, SERVER_CORE } from './cores.ts';
import { CONNECTIONS, DISTINCT_TOKENS } from './guarded-get.ts';
import type { SaturationResult } from './load/plan.ts';
import { untilKnown } from './followers.ts';
import { countingRound, rawRound, type RoundPlan } from './round.ts';

export const ROLE = 'adviser';
// Of the service that is measured, in an order that favours neither.
const OPEN = ['/api/routes/open/1', '/api/routes/open/4'];
const WITH_ROLE = ['/api/routes/role/2', '/api/routes/role/3'];

/** The same guarded GET where no role is needed, by callers without one, and where one is, by callers who have it. */
export interface RoleCheck {
  open: SaturationResult[];
  role: SaturationResult[];
  repeats: number;
}

/** Routes of one process that differ in the role alone, in turn. */
export async function measureRoleCheck(
  stack: BenchStack,
  generator: GeneratorProcess,
  durations: Durations,
): Promise<RoleCheck> {
  // Without load of its own, on the generator's core: the service follows its feed as it does in use.
  const bank = await stack.bank(GENERATOR_CORE);
  const server = await stack.roleCheck(SERVER_CORE);
  await untilKnown(server, 0);
  const planOf = (paths: string[], roles: string[]): RoundPlan => ({
    connections: CONNECTIONS,
    warmUpMs: durations.roleWarmUpMs,
    durationMs: durations.roleRoundMs,
    paths,
    tokens: { ...stack.tokens, roles, count: DISTINCT_TOKENS, once: false },
  });
  const plans = { open: planOf(OPEN, []), role: planOf(WITH_ROLE, [ROLE]) };
  // All in one: the compiler favours whichever route it meets alone.
  const mixed = planOf([...OPEN, ...WITH_ROLE], [ROLE]);
  await rawRound(generator, server, { ...mixed, durationMs: 2 * durations.settleMs });
  const results: RoleCheck = { open: [], role: [], repeats: 0 };
  for (let round = 0; round < durations.roleRounds; round++) {
    for (const route of round % 2 ? (['role', 'open'] as const) : (['open', 'role'] as const)) {
      const { repeats, ...result } = await countingRound(generator, server, plans[route], durations.leastShare);
      results[route].push(result);
      results.repeats += repeats;
    }
  }
  // Still: a feed that was lost meanwhile would have been the cheaper.
  await untilKnown(server, 0);
  await stack.stop(server);
  await stack.stop(bank);
  return results;
}
