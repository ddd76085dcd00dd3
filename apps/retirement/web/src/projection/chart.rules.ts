/** Where a value is on the drawing, in pixels. */
export type Scale = (value: number) => number;

/** Maps `from…to` to pixels `start…end`, evenly. */
export function scaleOf(from: number, to: number, start: number, end: number): Scale {
  const perUnit = (end - start) / (to - from || 1);
  return (value) => start + (value - from) * perUnit;
}

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const TICKS = 4;

/** Round values from 0 up to the first that is no less than `highest`. */
export function roundTicks(highest: number): number[] {
  const least = Math.max(highest, 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * (STEPS.find((factor) => factor * power >= least) ?? 10);
  return Array.from({ length: Math.ceil(Math.max(highest, 1) / step) + 1 }, (_, index) => index * step);
}

/**
 * The ages that get a label under the axis: those that matter first, then the tens where there is room.
 *
 * @param gap - how many years a label needs for itself
 */
export function agesOnAxis(matter: readonly number[], from: number, to: number, gap: number): number[] {
  const tens = Array.from({ length: 11 }, (_, index) => index * 10).filter((age) => age > from && age < to);
  const kept: number[] = [];
  for (const age of [...matter, ...tens]) if (kept.every((other) => Math.abs(other - age) >= gap)) kept.push(age);
  return kept;
}

type Point = readonly [x: number, y: number];

/** A line through points, as the `d` of a path. */
export function linePath(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
}

/** What lies between two lines, as the `d` of a path. */
export function bandPath(upper: readonly Point[], lower: readonly Point[]): string {
  return `${linePath([...upper, ...lower.toReversed()])}Z`;
}
