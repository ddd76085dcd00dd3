import { logInMany } from '@latchkey/e2e/stack/program';
import { register } from '@latchkey/e2e/stack/test-user';
import type { Durations } from './durations.ts';
import { ACTIVE, startFollowers } from './followers.ts';
import type { GeneratorProcess } from './generator-process.ts';
import type { BenchStack } from './bench-stack.ts';
import { Postgres } from './postgres.ts';
import { refusalRound, type RefusalRound } from './refusal-round.ts';
import type { ServerProcess } from './server-process.ts';

const COUNT_REVOKED = 'SELECT count(*)::integer AS count FROM sessions WHERE ended_at IS NOT NULL';
/** Ended within the last ten minutes: all of them live until the run is over. */
export const REVOKE_MANY = `
  INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, ended_at, end_reason)
  SELECT gen_random_uuid(), (SELECT id FROM users LIMIT 1), now() - interval '1 hour', now() + interval '11 hours',
    '127.0.0.1', 'bench', clock_timestamp() - random() * interval '10 minutes', 'logout'
  FROM generate_series(1, $1::integer)`;

/** Logouts at the bank, until each of three replicas of the other service refuses a copy of the token. */
export async function measureLogout(
  stack: BenchStack,
  generator: GeneratorProcess,
  durations: Durations,
): Promise<RefusalRound[]> {
  const openBank = (): Promise<ServerProcess> => stack.bank(undefined, { PASSWORD_COST: '10' });
  let bank = await openBank();
  // The sessions that are written into the past need an owner.
  await register({ bank: bank.target }, 'owner');
  const postgres = await Postgres.connect(stack.urlOf('bank'));
  const rounds: RefusalRound[] = [];
  for (const active of ACTIVE) {
    // Written into the past, behind the backs of all who follow: so nobody follows yet.
    await stack.stop(bank);
    const [revoked] = await postgres.query<{ count: number }>(COUNT_REVOKED);
    await postgres.query(REVOKE_MANY, [active - revoked!.count]);
    bank = await openBank();
    const replicas = await startFollowers(stack, active, 'revocations');
    const sessions = await logInMany({ bank: bank.target }, durations.logouts);
    const tokens = sessions.map(({ access }) => access);
    const round = refusalRound('logouts', active, [bank, ...replicas], (plan) =>
      generator.run({ kind: 'logout', ...plan, tokens }),
    );
    rounds.push(await round);
    for (const replica of replicas) await stack.stop(replica);
  }
  await postgres.close();
  await stack.stop(bank);
  return rounds;
}
