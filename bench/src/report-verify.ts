import { table, whole, type Cell } from './report-table.ts';
import { median } from './statistics.ts';
import type { VerifyTimings } from './verify.ts';
import type { Timing } from './verify/plan.ts';

/** The section of the page about one verification. */
export function verifyPart({ tokens, length, again, timings }: VerifyTimings): string {
  const parts = Object.entries(timings).map(
    ([algorithm, all]) => `${algorithm}, medians of ${all[0]!.first.length} interleaved rounds:

${table(['', 'first µs', 'least', 'most', 'again µs', 'least', 'most'], all.map(row))}`,
  );
  return `## One verification

Processor time that one verification takes, everyone in turn, each in a process of its own, as a service has one library: ${whole(tokens)} distinct tokens of version 2, of ${length} characters under HS256, each for the first time by a verifier that has seen none, then each ${again} times
again, in a text of its own, by those that remember. Ours is the installed package. A request is all that a guard does: transport, page, token, time, revocation, rights in force, staleness, role.
Ours holds the text to its one spelling, the header to its three members and the claims to their exact set; the libraries check signature, algorithm, issuer, audience, times, and \`typ\` where they can.

${parts.join('\n\n')}`;
}

function row({ name, first, again }: Timing): Cell[] {
  return [name, ...spread(first), ...(again.length > 0 ? spread(again) : ['as first', '', ''])];
}

function spread(values: readonly number[]): Cell[] {
  return [median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2));
}
