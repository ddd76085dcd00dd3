import { request } from '@latchkey/e2e/stack/request';
import { Program } from '@latchkey/e2e/stack/program';
import { bearer, logIn, register } from '@latchkey/e2e/stack/test-user';
import type { Durations } from './durations.ts';
import { ACTIVE, startFollowers } from './followers.ts';
import type { GeneratorProcess } from './generator-process.ts';
import type { RoleHolder } from './load/withdrawals.ts';
import type { BenchStack } from './bench-stack.ts';
import { Postgres } from './postgres.ts';
import { refusalRound, type RefusalRound } from './refusal-round.ts';
import { ROLE } from './role-check.ts';
import type { ServerProcess } from './server-process.ts';

const OWNER = 'sharer';
/** Of the route that asks for the role. */
const PATH = `/api/clients/${OWNER}/plan`;
const LOGINS_AT_ONCE = 4;

// Changed within the last ten minutes: all of them live until the run is over.
const CHANGE_MANY = `
  INSERT INTO users (id, username, password_hash, created_at, rights_version, rights_changed_at)
  SELECT gen_random_uuid(), 'changed-' || n, 'none', now() - interval '1 hour', 1,
    clock_timestamp() - random() * interval '10 minutes'
  FROM generate_series((SELECT count(*) + 1 FROM users WHERE username LIKE 'changed-%'), $1::integer) AS n`;
// With the password of somebody who was registered the ordinary way: so many registrations would only hash.
const HIRE = `
  WITH hired AS (
    INSERT INTO users (id, username, password_hash, created_at)
    SELECT gen_random_uuid(), $2 || n, (SELECT password_hash FROM users WHERE username = $3), now() - interval '1 hour'
    FROM generate_series(1, $1::integer) AS n RETURNING id, username
  ), given AS (INSERT INTO user_roles (user_id, role) SELECT id, $4 FROM hired)
  SELECT id AS "userId", username FROM hired`;

interface Hired {
  userId: string;
  username: string;
}

async function hire(postgres: Postgres, bank: ServerProcess, count: number, prefix: string): Promise<RoleHolder[]> {
  const people = await postgres.query<Hired>(HIRE, [count, prefix, OWNER, ROLE]);
  const holders: RoleHolder[] = [];
  for (let at = 0; at < people.length; at += LOGINS_AT_ONCE) {
    const some = people.slice(at, at + LOGINS_AT_ONCE).map(async ({ userId, username }) => {
      const { access, refresh } = await Program.logIn({ bank: bank.target }, username);
      return { userId, access, refresh };
    });
    holders.push(...(await Promise.all(some)));
  }
  return holders;
}

/** Lets advisers read the owner's plan, at a service that has never heard of the owner. */
async function share(bank: ServerProcess, retirement: ServerProcess): Promise<void> {
  const headers = [bearer(await logIn({ bank: bank.target }, OWNER))];
  const json = { allowed: true };
  const plan = { method: 'PUT', path: '/api/plan/permission', headers, json };
  const { status, body } = await request(retirement.target, plan);
  if (status >= 300) throw new Error(`${OWNER} may not share the plan: ${status} ${body}`);
}

/** A role is taken from people at the bank, until each of three replicas of the other service refuses the token of before. */
export async function measureWithdrawal(
  stack: BenchStack,
  generator: GeneratorProcess,
  durations: Durations,
): Promise<RefusalRound[]> {
  const openBank = (): Promise<ServerProcess> => stack.bank(undefined, { PASSWORD_COST: '10' });
  let bank = await openBank();
  await register({ bank: bank.target }, OWNER);
  const databaseUrl = stack.urlOf('bank');
  const postgres = await Postgres.connect(databaseUrl);
  const rounds: RefusalRound[] = [];
  for (const active of ACTIVE) {
    // Written into the past, behind the backs of all who follow: so nobody follows yet.
    await stack.stop(bank);
    await postgres.query(CHANGE_MANY, [active]);
    bank = await openBank();
    const replicas = await startFollowers(stack, active, 'rights');
    await share(bank, replicas[0]!);
    const holders = await hire(postgres, bank, durations.logouts, `adviser-${active}-`);
    const round = refusalRound('withdrawals', active, [bank, ...replicas], (plan) =>
      generator.run({ kind: 'withdrawal', ...plan, databaseUrl, role: ROLE, path: PATH, holders }),
    );
    rounds.push(await round);
    for (const replica of replicas) await stack.stop(replica);
  }
  await postgres.close();
  await stack.stop(bank);
  return rounds;
}
