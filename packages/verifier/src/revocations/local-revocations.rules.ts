/**
 * Which sessions a replica holds after it read the table. Those that are gone from it are held for as long as a token may
 * live: another replica may have let go of them with a newer set of the bank's than ours.
 * @param seen when each was last seen in the table, in milliseconds
 * @param hold milliseconds
 */
export function stillHeld(
  seen: ReadonlyMap<string, number>,
  rows: readonly string[],
  now: number,
  hold: number,
): Map<string, number> {
  const held = new Map<string, number>();
  for (const [sid, at] of seen) if (now - at < hold) held.set(sid, at);
  for (const sid of rows) held.set(sid, now);
  return held;
}
