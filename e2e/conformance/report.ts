import type { Result } from './run.js';

/** Of what was seen this much is shown; the file for machines holds all. */
const SHOWN = 4;
const LONGEST = 200;

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
