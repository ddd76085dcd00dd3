import type { GuardedGet } from './guarded-get.ts';
import type { ProbeResult } from './load/plan.ts';
import type { Results } from './results.ts';
import { median, pairedRatio, type Ratio } from './statistics.ts';

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

function ofGuardedGet({ ours, bare, article, articleWithKeyObject, fastifyJwt }: GuardedGet): Verdict[] {
  const rates = (rounds: { requestsPerSecond: number }[]): number[] => rounds.map((round) => round.requestsPerSecond);
  const against = (peer: { known: { requestsPerSecond: number }[] }): Ratio =>
    pairedRatio(rates(ours.known), rates(peer.known));
  return [
    atLeast('guarded GET, against bare node:http with one HMAC', 0.8, against(bare)),
    atLeast('guarded GET, against the article', 4, against(article)),
    atLeast('guarded GET, against the article with a KeyObject', 2.1, against(articleWithKeyObject)),
    atLeast('guarded GET, against fastify + @fastify/jwt with its cache', 1.1, against(fastifyJwt)),
    atLeast('guarded GET, every token new, against bare', 0.4, pairedRatio(rates(ours.unseen), rates(bare.unseen))),
  ];
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

function atMost(promise: string, limit: number, value: number, unit: string): Verdict {
  const shown = Math.round(value);
  return { promise, wanted: `≤ ${limit} ${unit}`, measured: `${shown} ${unit}`, kept: shown <= limit };
}

/** What was promised beside what was measured, in the order of the page. */
export function judge({ guardedGet, storm, boots, scaling }: Results): Verdict[] {
  return [
    ...(guardedGet ? ofGuardedGet(guardedGet) : []),
    ...(storm ? ofStorm(storm) : []),
    ...(scaling ? [atLeast('one to two processes', 1.85, pairedRatio(scaling.two, scaling.one))] : []),
    ...(boots
      ? [
          atMost('bank: boot to ready', 1000, median(boots.bank), 'ms'),
          atMost('retirement: boot to ready', 1000, median(boots.retirement), 'ms'),
        ]
      : []),
    ...(storm ? [atMost('bank: memory after the storm', 130, storm.ours.memory.rssMiB, 'MiB')] : []),
    ...(guardedGet ? [atMost('retirement: memory after load', 130, guardedGet.ours.memory.rssMiB, 'MiB')] : []),
  ];
}
