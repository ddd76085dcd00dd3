/** The value below which `share` (0 to 1) of the sorted values lie, nearest rank: always a value that was measured. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

/** Middle value; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface Summary {
  count: number;
  p50: number;
  p99: number;
  max: number;
}

/** Milliseconds in, milliseconds out. */
export function summarize(latencies: Float64Array): Summary {
  const sorted = latencies.toSorted();
  return {
    count: sorted.length,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    max: percentile(sorted, 1),
  };
}

export interface Ratio {
  middle: number;
  low: number;
  high: number;
}

/** Round by round, because a busy moment of the machine strikes both sides of one round and not two medians alike. */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): Ratio {
  const ratios = ours.slice(0, theirs.length).map((value, round) => value / theirs[round]!);
  return { middle: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) };
}
