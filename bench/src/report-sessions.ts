import { FORGED_TOKENS, SESSIONS, type Refresh, type RotationRound } from './refresh.ts';
import { ms, percent, table, whole, type Cell } from './report-table.ts';
import { committing, CORES, limitOf, othersShare, type Limit } from './round-profile.ts';
import { median, pairedRatio } from './statistics.ts';

const middle = (rounds: RotationRound[], of: (round: RotationRound) => number): number => median(rounds.map(of));
const ratesOf = (rounds: RotationRound[]): number[] => rounds.map(({ perSecond }) => perSecond);

const LIMITS: Record<Limit, string> = {
  generator: 'The load generator used up its core: the server could do more.',
  others: 'Other programs used the machine, and the machine is full: the figures are too low.',
  server: 'The service’s own process is the limit: it used up the core that its JavaScript thread gets.',
  processors: 'The processors are the limit: all cores of the machine were in use.',
  commit: 'The commit is the limit: the database’s connections mostly waited for the log to reach the disk.',
  none: 'Nobody was used up: sessions, service and database waited for each other.',
};

function rateRow(name: string, rounds: RotationRound[]): Cell[] {
  return [
    name,
    whole(middle(rounds, ({ perSecond }) => perSecond)),
    whole(Math.min(...ratesOf(rounds))),
    ms(middle(rounds, ({ latency }) => latency.p50)),
    ms(middle(rounds, ({ latency }) => latency.p99)),
    ms(Math.max(...rounds.map(({ latency }) => latency.max))),
  ];
}

const USAGE_HEAD = [
  '',
  'process',
  'database connections',
  'rest of the database',
  'generator',
  'others',
  'whole machine',
  'connections at work',
  'of that for the log',
  'log flushes/s',
  'rotations a flush',
  'log bytes a rotation',
];

function usageRow(name: string, rounds: RotationRound[]): Cell[] {
  const flushes = ({ profile }: RotationRound): number => profile.logFlushes;
  return [
    name,
    percent(middle(rounds, ({ profile }) => profile.server)),
    percent(middle(rounds, ({ profile }) => profile.backends)),
    percent(middle(rounds, ({ profile }) => profile.background)),
    percent(middle(rounds, ({ generatorShare }) => generatorShare)),
    percent(middle(rounds, ({ profile, generatorShare }) => othersShare(profile, generatorShare))),
    percent(middle(rounds, ({ profile }) => profile.machineBusy)),
    middle(rounds, ({ profile }) => profile.atWork).toFixed(1),
    percent(middle(rounds, ({ profile }) => committing(profile.waits))),
    whole(middle(rounds, (round) => (flushes(round) * 1000) / round.profile.elapsedMs)),
    (middle(rounds, ({ rotated }) => rotated) / Math.max(1, middle(rounds, flushes))).toFixed(1),
    whole(middle(rounds, ({ profile, rotated }) => profile.logBytes / rotated)),
  ];
}

/** In the words of {@link limitOf}, for the middle round. */
function limit(rounds: RotationRound[]): string {
  const last = rounds.at(-1)!;
  const profile = {
    ...last.profile,
    server: middle(rounds, (round) => round.profile.server),
    machineBusy: middle(rounds, (round) => round.profile.machineBusy),
  };
  const found =
    LIMITS[
      limitOf(
        profile,
        middle(rounds, ({ generatorShare }) => generatorShare),
      )
    ];
  const used = profile.server;
  const perRotation = middle(rounds, ({ perSecond }) => (used * 1_000_000) / perSecond);
  return `${found} One rotation costs the process ${whole(perRotation)} µs.`;
}

const WAITS_SHOWN = 4;
const LEAST_SHOWN = 0.01;

function waits(rounds: RotationRound[]): string {
  const names = [...new Set(rounds.flatMap(({ profile }) => Object.keys(profile.waits)))];
  const shares = names.map((name) => ({ name, share: middle(rounds, ({ profile }) => profile.waits[name] ?? 0) }));
  const largest = shares.toSorted((a, b) => b.share - a.share).slice(0, WAITS_SHOWN);
  return largest.map(({ name, share }) => `${name} ${percent(share)}`).join(', ');
}

const FORGED_HEAD = ['forged refresh tokens', 'refused/s', 'p99 ms', 'database transactions', 'the same time idle'];

export function refreshPart({ durability, ours, table: peer, layers, forged }: Refresh): string {
  const ratio = pairedRatio(ratesOf(ours), ratesOf(peer));
  const names = ['Latchkey bank', 'fastify + a table of refresh tokens'] as const;
  const rates = [rateRow(names[0], ours), rateRow(names[1], peer)];
  const usage = [usageRow(names[0], ours), usageRow(names[1], peer)];
  const shares = layers
    .filter(({ share }) => share >= LEAST_SHOWN)
    .map(({ name, share }): Cell[] => [name, percent(share)]);
  const forgedRow = [
    `${whole(forged.refused)} (${whole(FORGED_TOKENS)} distinct)`,
    whole(forged.perSecond),
    ms(forged.latency.p99),
    whole(forged.transactions),
    whole(forged.idleTransactions),
  ];
  return `## Refresh

${SESSIONS} sessions at one process, each on its own connection, renew themselves with the token they got last; every answer must bring the next generation. Medians of ${ours.length} interleaved rounds.
PostgreSQL ${durability.version} with fsync ${durability.fsync}, synchronous_commit ${durability.synchronousCommit}. The peer keeps a row for each refresh token and replaces it in a transaction (pg, ten connections). Against it: ${ratio.middle.toFixed(2)} × (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)}).

${table(['', 'rotations/s', 'slowest round', 'p50 ms', 'p99 ms', 'max ms'], rates)}

${table(FORGED_HEAD, [forgedRow])}

### What limits it

${limit(ours)} Shares are of one core, of which there are ${CORES} (the whole machine: of all); the generator has one of them, and shares it with the database and the service.

${table(USAGE_HEAD, usage)}

What the connections at work were doing: ${waits(ours)} (Latchkey); ${waits(peer)} (the table).

The bank’s main thread, in a run of its own with Node’s profiler, by whose code it was in:

${table(['layer', 'share'], shares)}`;
}
