const WINDOW_MS = 60_000;
const PER_WINDOW = 3;

/** When the person was sent on to each target, milliseconds since 1970. */
export type Attempts = Readonly<Record<string, readonly number[]>>;

/** Whether somebody may be sent to the target once more: three times within a minute, then a service does not take what the bank renews. */
export function mayGo(attempts: Attempts, target: string): boolean {
  return (attempts[target] ?? []).length < PER_WINDOW;
}

/** The attempts with one more; counted under the target. */
export function withAttempt(attempts: Attempts, target: string, now: number): Attempts {
  return { ...attempts, [target]: [...(attempts[target] ?? []), now] };
}

/** Reads kept attempts back, those of the last minute; anything else counts as none. */
export function readAttempts(text: string | null, now: number): Attempts {
  try {
    const kept = Object.entries(JSON.parse(text ?? '{}') as Record<string, number[]>)
      .map(([target, times]) => [target, times.filter((time) => time <= now && now - time < WINDOW_MS)] as const)
      .filter(([, times]) => times.length > 0);
    return Object.fromEntries(kept);
  } catch {
    return {};
  }
}
