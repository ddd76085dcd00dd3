import { median, pairedRatio, type Ratio } from './statistics.ts';
import type { Verdict } from './verdicts.ts';
import { OURS } from './verify/contestants.ts';
import type { VerifyTimings } from './verify.ts';
import type { Timing } from './verify/plan.ts';

const FIRST_MICROS = 15;
const AGAIN_MICROS = 0.5;

/** What was promised of one verification under HS256, the text of a token against the libraries' text of a token. */
export function verifyVerdicts({ timings: { HS256: all } }: VerifyTimings): Verdict[] {
  const ours = all.find(({ name }) => name === OURS)!;
  const peers = all.filter(({ name }) => !name.startsWith('Latchkey'));
  const again = (one: Timing): number[] => (one.again.length > 0 ? one.again : one.first);
  const first = fastest(peers, ({ first }) => first);
  const repeated = fastest(peers, again);
  return [
    atMost('a first verification under HS256', FIRST_MICROS, ours.first),
    atLeast(`the same, against the fastest of the libraries, ${first.name}`, 1, pairedRatio(first.first, ours.first)),
    atMost('a remembered token', AGAIN_MICROS, ours.again),
    atLeast(`the same, against the fastest of them, ${repeated.name}`, 3, pairedRatio(again(repeated), ours.again)),
  ];
}

function fastest(peers: readonly Timing[], of: (one: Timing) => readonly number[]): Timing {
  return peers.toSorted((a, b) => median(of(a)) - median(of(b)))[0]!;
}

function atMost(promise: string, most: number, values: readonly number[]): Verdict {
  const value = median(values);
  return { promise, wanted: `≤ ${most} µs`, measured: `${value.toFixed(2)} µs`, kept: value <= most };
}

function atLeast(promise: string, least: number, { middle, low, high }: Ratio): Verdict {
  const measured = `${middle.toFixed(2)} × as fast (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return { promise, wanted: `≥ ${least} ×`, measured, kept: middle >= least };
}
