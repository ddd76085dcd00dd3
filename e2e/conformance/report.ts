import type { Means } from './probe.js';
import type { Result } from './run.js';

/** Of what was seen this much is shown; the file for machines holds all. */
const SHOWN = 4;
const LONGEST = 200;

/** Who is probed, and the origin that counts as its own. */
export function titleOf({ audience, service, isOriginAssumed }: Means): string {
  const assumed = isOriginAssumed ? ' (assumed: no list of services names it; --origin says another)' : '';
  return `${audience} at ${service.url.origin}, its pages at ${service.origin}${assumed}`;
}

/** A sentence for whoever named the wrong address; nothing if it is a service of the house, good or bad. */
export function strangerOf({ service, greeting }: Means, results: readonly Result[]): string | undefined {
  const isRefused = results.some(({ id, verdict }) => id === 'good-token' && verdict === 'failed');
  if (!isRefused || service.hasCodes || greeting.status === 401) return undefined;
  const type = greeting.headers.get('content-type')?.[0]?.split(';')[0] ?? 'without a type';
  return `This does not look like a service of the house: GET ${service.path} answered ${greeting.status} ${type}.`;
}

export function lineOf({ verdict, id, name, seen, milliseconds }: Result): string {
  const time = verdict === 'skipped' ? '' : ` (${(milliseconds / 1000).toFixed(1)} s)`;
  const head = `${verdict.padEnd(7)} ${id.padEnd(23)} ${name}${time}`;
  const more = seen.length > SHOWN ? [`… and ${seen.length - SHOWN} more`] : [];
  return [head, ...[...seen.slice(0, SHOWN), ...more].map((text) => `          ${shortened(text)}`)].join('\n');
}

export function countsOf(results: readonly Result[]): Record<Result['verdict'], number> {
  const count = (verdict: Result['verdict']): number => results.filter((one) => one.verdict === verdict).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

export function summaryOf(results: readonly Result[]): string {
  const { passed, failed, skipped } = countsOf(results);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
