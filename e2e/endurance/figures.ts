import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { projectRoot } from '../stack/paths.ts';

/** The full sizes are minutes long and asked for by `npm run endurance`; `npm test` runs small ones. */
export const isFull = process.env['LATCHKEY_E2E'] === 'full';

/** Tests that only the full size runs: minutes long, or another size of one that the small run has. */
export const FULL = '@full';

export function size<T>(full: T, small: T): T {
  return isFull ? full : small;
}

/** What is promised within a second; the small size, on a machine that may be busy with anything, only shows that it happens. */
export const SECOND = size(1_000, 60_000);
/** How long is waited for it. */
export const PATIENCE = size(5_000, 60_000);

/** One promise, what was measured for it, and whether that keeps it. */
export interface Figure {
  promise: string;
  bound: string;
  measured: string;
  isKept: boolean;
}

/** Writes the figures of this test to a file for the report, then fails if one is missed. */
export function record(figures: readonly Figure[], more: Record<string, unknown> = {}): void {
  const { title, file, line } = test.info();
  const folder = join(projectRoot, 'e2e/test-results/endurance');
  mkdirSync(folder, { recursive: true });
  const slug = title.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 100);
  const spec = file.split('/').at(-1)?.replace('.spec.ts', '') ?? '';
  writeFileSync(
    join(folder, `${spec}-${line}-${slug}.json`),
    JSON.stringify({ file: spec, title, figures, ...more }, null, 2),
  );
  for (const { promise, measured } of figures)
    test.info().annotations.push({ type: 'figure', description: `${promise}: ${measured}` });
  expect(figures.filter((figure) => !figure.isKept)).toEqual([]);
}

export function none(promise: string, count: number, of?: string): Figure {
  return { promise, bound: '0', measured: `${count}${of === undefined ? '' : ` of ${of}`}`, isKept: count === 0 };
}

export function exactly(promise: string, expected: number, measured: number): Figure {
  return { promise, bound: String(expected), measured: String(measured), isKept: measured === expected };
}

export function below(promise: string, bound: number, measured: number, unit = 'ms'): Figure {
  return {
    promise,
    bound: `< ${bound} ${unit}`,
    measured: `${measured.toFixed(measured < 10 ? 1 : 0)} ${unit}`,
    isKept: measured < bound,
  };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
