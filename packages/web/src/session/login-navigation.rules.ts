const WINDOW_MS = 60_000;
const NAVIGATIONS_PER_WINDOW = 3;

/** Whether the page may send the person to the login once more, and the times to remember. */
export interface LoginNavigation {
  allowed: boolean;
  times: readonly number[];
}

/**
 * Three navigations to the login a minute, then no more: a service that refuses a token which the bank holds for good would
 * else send the person back and forth without end.
 *
 * @param past - times of earlier navigations, milliseconds
 * @param now - milliseconds
 */
export function decideLoginNavigation(past: readonly number[], now: number): LoginNavigation {
  const recent = past.filter((time) => time <= now && now - time < WINDOW_MS);
  if (recent.length >= NAVIGATIONS_PER_WINDOW) return { allowed: false, times: recent };
  return { allowed: true, times: [...recent, now] };
}

/** Reads remembered times back; anything but a list of numbers counts as none. */
export function readNavigationTimes(text: string | null): readonly number[] {
  try {
    const times: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(times) ? times.filter((time) => Number.isSafeInteger(time)) : [];
  } catch {
    return [];
  }
}
