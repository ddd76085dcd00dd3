import { CLIENTS, PROBES_PER_SECOND, type Storm } from './login-storm.ts';
import { CONNECTIONS, DISTINCT_TOKENS, type Contestant, type GuardedGet } from './guarded-get.ts';
import { PASSWORD_COST } from './bench-stack.ts';
import type { ProbeResult, SaturationResult } from './load/plan.ts';
import { ms, percent, table, whole, type Cell } from './report-table.ts';
import { packagePart } from './report-package.ts';
import { logoutPart, withdrawalPart } from './report-refusals.ts';
import { refreshPart } from './report-sessions.ts';
import { socketsPart } from './report-sockets.ts';
import { ROLE, type RoleCheck } from './role-check.ts';
import type { Results } from './results.ts';
import { median } from './statistics.ts';
import { judge } from './verdicts.ts';
import { verifyPart } from './report-verify.ts';

const middleOf = (rounds: SaturationResult[], of: (round: SaturationResult) => number): number =>
  median(rounds.map(of));

function rateRow(name: string, rounds: SaturationResult[], rest: Cell[] = []): Cell[] {
  return [
    name,
    whole(middleOf(rounds, (round) => round.requestsPerSecond)),
    ms(middleOf(rounds, (round) => round.latency.p50)),
    ms(middleOf(rounds, (round) => round.latency.p99)),
    middleOf(rounds, (round) => round.serverMicrosPerRequest).toFixed(1),
    percent(Math.min(...rounds.map((round) => round.serverShare))),
    percent(Math.max(...rounds.map((round) => round.generatorShare))),
    ...rest,
  ];
}

const RATE_HEAD = [
  '',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU µs/request',
  'server’s core (least)',
  'generator’s (most)',
];

function guardedGetPart(guarded: GuardedGet): string {
  const { bodyBytes, ...contestants } = guarded;
  const everyone: Contestant[] = Object.values(contestants);
  const known = everyone.map((one) =>
    rateRow(one.name, one.known, [whole(one.memory.rssMiB), whole(one.memory.peakMiB), one.repeats]),
  );
  const unseen = [guarded.bare, guarded.ours].map((one) => rateRow(one.name, one.unseen));
  return `## Guarded GET

\`GET /api/me\` over ${CONNECTIONS} keep-alive connections, ${whole(DISTINCT_TOKENS)} distinct tokens in turn, the same tokens and the same answer of ${bodyBytes} bytes everywhere.
Retirement follows the revocation feed of a bank, which is idle but for that. Medians of ${guarded.ours.known.length} interleaved rounds. Latency is that of a saturated server: about connections ÷ rate.

${table([...RATE_HEAD, 'RSS MiB', 'peak MiB', 'rounds repeated'], known)}

Every token sent once only (a first verification each time), ${guarded.ours.unseen.length} rounds:

${table(RATE_HEAD, unseen)}`;
}

function roleCheckPart({ open, role, repeats }: RoleCheck): string {
  const rows = [rateRow('no role needed, none had', open), rateRow(`\`${ROLE}\` needed and had`, role)];
  return `## Guarded GET with a role

Routes of one process that differ in \`@Roles('${ROLE}')\` alone, two of each kind; tokens and connections as above, but for the role. Medians of ${open.length} interleaved rounds each, ${repeats} of them repeated.

${table(RATE_HEAD, rows)}`;
}

function probeRow(name: string, probe: ProbeResult): Cell[] {
  const { latency, logins } = probe;
  return [
    name,
    ms(latency.p50),
    ms(latency.p99),
    ms(latency.max),
    `${probe.sent - probe.answered} of ${probe.sent}`,
    ...(logins ? [logins.perSecond.toFixed(2), ms(logins.latency.p50), ms(logins.latency.max)] : ['', '', '']),
  ];
}

function stormRows(name: string, storm: Storm): Cell[][] {
  return [
    probeRow(`${name}: idle`, storm.idle),
    probeRow(`${name}: idle, fresh connections`, storm.idleFresh),
    probeRow(`${name}: storm`, storm.storm),
    probeRow(`${name}: storm, fresh connections`, storm.stormFresh),
    probeRow(`${name}: storm, all on one core`, storm.stormOneCore),
  ];
}

function stormPart({ ours, article }: NonNullable<Results['storm']>): string {
  const head = ['', 'GET p50 ms', 'p99 ms', 'max ms', 'lost', 'logins/s', 'login p50 ms', 'login max ms'];
  return `## Login storm

${CLIENTS} clients log in without pause (bcrypt cost ${PASSWORD_COST}, throttle off) while guarded GETs come at ${PROBES_PER_SECOND} a second, whether or not the earlier ones were answered.
Lost are those without a 200 within five seconds of the last one sent; in the latencies they count with the time they had waited.

${table(head, [...stormRows('Latchkey bank', ours), ...stormRows('article', article)])}`;
}

function bootPart(boots: NonNullable<Results['boots']>): string {
  const row = (name: string, values: number[]): Cell[] => [name, whole(median(values)), whole(Math.max(...values))];
  return `## Boot

From spawn to the first 200 of \`/health/ready\`, on a migrated database, ${boots.bank.length} times.

${table(['', 'median ms', 'slowest ms'], [row('bank', boots.bank), row('retirement', boots.retirement)])}`;
}

function scalingPart({ one, two, sharedCores }: NonNullable<Results['scaling']>): string {
  const where = sharedCores
    ? 'With fewer than four cores here a cell is one core that the process and its generator share; so the rates are lower than above, and the rule of 90 % does not apply to them.'
    : 'Each cell has two cores, one for the process and one for its generator.';
  const rows = one.map((alone, round) => [
    round + 1,
    whole(alone),
    whole(two[round]!),
    (two[round]! / alone).toFixed(2),
  ]);
  return `## One and two processes

Two cells, each a retirement process with a generator of its own, on one database. One cell alone (mean of the two, each alone), then both at once: what is compared is requests/s.
${where}

${table(['round', 'one process', 'two processes', 'ratio'], rows)}`;
}

function methodPart({ machine }: Results): string {
  const pinning = machine.pinned
    ? 'The server under test has one core of its own (`taskset`), the load generator another; in the login storm (unless the row says one), for refreshes, logouts and withdrawals the servers may use all cores, as they would in use.'
    : '**Processes could not be tied to cores here** (no `taskset`, or one core): server and generator competed, and the figures say less.';
  return `## How it was measured

- ${pinning}
- Everything runs under the same Node (${machine.node}), servers with \`NODE_ENV=production\`. Latchkey runs with all it has on: log of every request to a file, metrics, request ids, security headers. The peers do none of that.
- The generator writes ready-made requests to raw sockets, one at a time per connection, and checks each status; one answer other than the expected ends the run.
- A round of guarded GETs counts only if the server used at least 90 % of its core (user and system time from \`/proc\`), else it is repeated. Database and kernel share the cores with both.
- Ratios are taken round by round, then their median; lowest and highest in brackets.
- The article’s users live in a Map, Latchkey’s in PostgreSQL; a Latchkey login also opens a session row.`;
}

/** The page: what was promised and measured first, then the figures, then how. */
export function renderReport(results: Results): string {
  const { machine, guardedGet, roleCheck, verify, storm, refresh, logout, withdrawal, boots, scaling } = results;
  const verdicts = judge(results).map(({ promise, wanted, measured, kept }) => [
    promise,
    wanted,
    measured,
    kept ? 'yes' : '**no**',
  ]);
  const parts = [
    `# Performance

Written by \`npm run bench\` on ${machine.date}, commit ${machine.commit}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}.
Figures of another machine differ; the ratios should not by much, because everyone is measured side by side in one run.

## Promised and measured

${table(['promise', 'wanted', 'measured', 'kept'], verdicts)}`,
    guardedGet && guardedGetPart(guardedGet),
    roleCheck && roleCheckPart(roleCheck),
    verify && verifyPart(verify),
    results.package && packagePart(results.package),
    storm && stormPart(storm),
    refresh && refreshPart(refresh),
    logout && logoutPart(logout),
    withdrawal && withdrawalPart(withdrawal),
    results.sockets && socketsPart(results.sockets),
    scaling && scalingPart(scaling),
    boots && bootPart(boots),
    methodPart(results),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
