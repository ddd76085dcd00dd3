import type { Contestant, GuardedGet } from './guarded-get.ts';
import type { ProbeResult, SaturationResult } from './load/plan.ts';
import type { Refresh } from './refresh.ts';
import type { RefusalRound } from './refusal-round.ts';
import type { RoleCheck } from './role-check.ts';
import type { Results } from './results.ts';
import type { PackageWeight } from './package-weight.ts';
import { socketsVerdicts } from './report-sockets.ts';
import { median, pairedRatio, type Ratio } from './statistics.ts';
import { verifyVerdicts } from './verify-verdicts.ts';

export interface Verdict {
  promise: string;
  wanted: string;
  measured: string;
  kept: boolean;
}

const CALM_P99_MS = 10;
const times = ({ middle, low, high }: Ratio): string =>
  `${middle.toFixed(2)} × (${low.toFixed(2)} to ${high.toFixed(2)})`;
const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

function atLeast(promise: string, wanted: number, ratio: Ratio): Verdict {
  return { promise, wanted: `≥ ${wanted} ×`, measured: times(ratio), kept: ratio.middle >= wanted };
}

function ofGuardedGet({ ours, bare, article, articleWithKeyObject, fastifyJwt, other }: GuardedGet): Verdict[] {
  const rates = (rounds: { requestsPerSecond: number }[]): number[] => rounds.map((round) => round.requestsPerSecond);
  const against = (peer: { known: { requestsPerSecond: number }[] }): Ratio =>
    pairedRatio(rates(ours.known), rates(peer.known));
  return [
    atLeast('guarded GET, against bare node:http with one HMAC', 0.8, against(bare)),
    atLeast('guarded GET, against the article', 4, against(article)),
    atLeast('guarded GET, against the article with a KeyObject', 2.1, against(articleWithKeyObject)),
    atLeast(
      'guarded GET, against fastify + @fastify/jwt with its cache, which writes no log and no metrics',
      0.95,
      against(fastifyJwt),
    ),
    atLeast('guarded GET, every token new, against bare', 0.4, pairedRatio(rates(ours.unseen), rates(bare.unseen))),
    ...(other ? [againstOther(ours, other)] : []),
  ];
}

function ofRoleCheck({ open, role }: RoleCheck): Verdict {
  return withCpu('guarded GET that needs a role, against one that needs none', 0.98, role, open);
}

/** The figure before a change is kept within a twentieth. */
function againstOther(ours: Contestant, other: Contestant): Verdict {
  return withCpu('guarded GET, against the other checkout (--also)', 0.95, ours.known, other.known);
}

function withCpu(promise: string, wanted: number, ours: SaturationResult[], theirs: SaturationResult[]): Verdict {
  const ratio = (what: 'requestsPerSecond' | 'serverMicrosPerRequest'): Ratio =>
    pairedRatio(
      ours.map((round) => round[what]),
      theirs.map((round) => round[what]),
    );
  const verdict = atLeast(promise, wanted, ratio('requestsPerSecond'));
  return { ...verdict, measured: `${verdict.measured}; CPU a request ${times(ratio('serverMicrosPerRequest'))}` };
}

const lost = (probe: ProbeResult): number => probe.sent - probe.answered;

function calm(promise: string, storm: ProbeResult, idle: ProbeResult): Verdict {
  const limit = Math.max(CALM_P99_MS, 2 * idle.latency.p99);
  return {
    promise,
    wanted: `p99 ≤ ${ms(limit)}, none lost`,
    measured: `p99 ${ms(storm.latency.p99)} (idle ${ms(idle.latency.p99)}), ${lost(storm)} of ${storm.sent} lost`,
    kept: storm.latency.p99 <= limit && lost(storm) === 0,
  };
}

function ofStorm({ ours, article }: NonNullable<Results['storm']>): Verdict[] {
  const ratio = ours.storm.logins!.perSecond / article.storm.logins!.perSecond;
  return [
    calm('guarded GET at the bank while 20 clients log in', ours.storm, ours.idle),
    calm('the same on fresh connections', ours.stormFresh, ours.idleFresh),
    {
      promise: 'logins per second in that storm, against the article at the same cost',
      wanted: '≥ 1 ×',
      measured: `${ratio.toFixed(2)} ×`,
      kept: ratio >= 1,
    },
  ];
}

const ROTATIONS_PER_SECOND = 3_000;
/** Transactions for a forged token, beyond those of an idle bank; the count may miss its mark by a few. */
const TRANSACTIONS_PER_FORGED = 0.001;

function ofRefresh({ ours, forged }: Refresh): Verdict[] {
  const rate = Math.round(median(ours.map(({ perSecond }) => perSecond)));
  const more = Math.max(0, forged.transactions - forged.idleTransactions);
  return [
    {
      promise: 'refresh, one bank process, durable commits',
      wanted: `≥ ${ROTATIONS_PER_SECOND.toLocaleString('en-US')} rotations/s`,
      measured: `${rate.toLocaleString('en-US')} rotations/s`,
      kept: rate >= ROTATIONS_PER_SECOND,
    },
    {
      promise: 'a forged refresh token',
      wanted: 'no database call',
      measured: `${more} transactions more than idle for ${forged.refused.toLocaleString('en-US')} tokens`,
      kept: forged.refused > 0 && more <= TRANSACTIONS_PER_FORGED * forged.refused,
    },
  ];
}

const REFUSED_P50_MS = 50;
const REFUSED_P99_MS = 1_000;

function ofRefusals(change: string, others: string, { active, byAll }: RefusalRound): Verdict {
  return {
    promise: `${change} → refused by three replicas, ${active.toLocaleString('en-US')} ${others}`,
    wanted: `p50 < ${REFUSED_P50_MS} ms, p99 < ${REFUSED_P99_MS} ms`,
    measured: `p50 ${ms(byAll.p50)}, p99 ${ms(byAll.p99)}`,
    kept: byAll.p50 < REFUSED_P50_MS && byAll.p99 < REFUSED_P99_MS,
  };
}

function atMost(promise: string, limit: number, value: number, unit: string): Verdict {
  const shown = Math.round(value);
  return { promise, wanted: `≤ ${limit} ${unit}`, measured: `${shown} ${unit}`, kept: shown <= limit };
}

function ofPackage({ bytes, imports }: PackageWeight): Verdict[] {
  const slowest = Math.max(...Object.values(imports).map((all) => median(all.map(({ cpu }) => cpu))));
  return [
    atMost("the verifier's package, installed", 1_500, bytes / 1000, 'kB'),
    atMost('a cold import of its slowest entry', 60, slowest, 'ms'),
  ];
}

/** What was promised next to what was measured, in the order of the page. */
export function judge({
  guardedGet,
  roleCheck,
  verify,
  package: packed,
  storm,
  refresh,
  logout,
  withdrawal,
  sockets,
  boots,
  scaling,
}: Results): Verdict[] {
  return [
    ...(guardedGet ? ofGuardedGet(guardedGet) : []),
    ...(roleCheck ? [ofRoleCheck(roleCheck)] : []),
    ...(verify ? verifyVerdicts(verify) : []),
    ...(packed ? ofPackage(packed) : []),
    ...(storm ? ofStorm(storm) : []),
    ...(refresh ? ofRefresh(refresh) : []),
    ...(logout ?? []).map((round) => ofRefusals('logout at the bank', 'active revocations', round)),
    ...(withdrawal ?? []).map((round) =>
      ofRefusals('role withdrawn', 'changes of rights in force, nobody logged out', round),
    ),
    ...(sockets ? socketsVerdicts(sockets) : []),
    ...(scaling ? [atLeast('one to two processes', 1.85, pairedRatio(scaling.two, scaling.one))] : []),
    ...(boots
      ? [
          atMost('bank: boot to ready', 700, median(boots.bank), 'ms'),
          atMost('retirement: boot to ready', 700, median(boots.retirement), 'ms'),
        ]
      : []),
    ...(storm ? [atMost('bank: memory after the storm', 150, storm.ours.memory.rssMiB, 'MiB')] : []),
    ...(guardedGet ? [atMost('retirement: memory after load', 150, guardedGet.ours.memory.rssMiB, 'MiB')] : []),
  ];
}
