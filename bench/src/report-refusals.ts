import { REPLICAS } from './followers.ts';
import { POLL_MS, type RefusalRound } from './refusal-round.ts';
import { ms, percent, table, whole, type Cell } from './report-table.ts';
import { ROLE } from './role-check.ts';

function row(round: RefusalRound): Cell[] {
  const { byAll, byEach, answered } = round;
  return [
    whole(round.active),
    round.changes,
    ms(answered.p50),
    ms(byEach.p50),
    ms(byEach.p99),
    ms(byAll.p50),
    ms(byAll.p99),
    ms(byAll.max),
    round.replicaShares.map(percent).join(', '),
    percent(round.bankShare),
    percent(round.machineBusy),
    whole(round.pollsPerSecond),
  ];
}

function refusalTable(active: string, changes: string, answered: string, rounds: RefusalRound[]): string {
  const replicas = ['one replica p50 ms', 'p99 ms', 'all replicas p50 ms', 'p99 ms', 'max ms'];
  const usage = ['CPU of the replicas', 'of the bank', 'whole machine', 'polls/s'];
  return table([active, changes, `${answered} p50 ms`, ...replicas, ...usage], rounds.map(row));
}

export function logoutPart(rounds: RefusalRound[]): string {
  return `## Logout

A session is logged out at the bank; ${REPLICAS} replicas of retirement are asked with a copy of its token, ${POLL_MS} ms after each answer, until they refuse it. Time runs from the sending of the logout, so it holds the bank’s own work and the poll.
CPU is of one core (the whole machine: of all) and holds the answers to the polls; on a machine that others fill these are their figures too. Nobody may let the copy in again.

${refusalTable('active revocations', 'logouts', 'bank answers', rounds)}`;
}

export function withdrawalPart(rounds: RefusalRound[]): string {
  return `## Role withdrawn

The role \`${ROLE}\` is taken from people in the bank’s database, as \`npm run users\` does; ${REPLICAS} replicas of retirement are asked for a route that needs it, as above, until they refuse the token of before (401 \`renew_required\`). Time runs from the sending of the change.
Everyone then renews and is let in at each replica, but for that route (403 \`role_missing\`): a logout ends the run.

${refusalTable('changes of rights in force', 'withdrawals', 'database answers', rounds)}`;
}
