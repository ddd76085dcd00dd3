/** Whether something may happen once more, and the times to remember. */
export interface Turn {
  allowed: boolean;
  times: readonly number[];
}

/**
 * Limits how often something happens: so many times within a window, then no more until the oldest is outside it.
 *
 * @param past - times of earlier turns, milliseconds
 * @param now - milliseconds, by the same clock
 */
export function takeTurn(past: readonly number[], now: number, most: number, windowMs: number): Turn {
  const recent = past.filter((time) => time <= now && now - time < windowMs);
  if (recent.length >= most) return { allowed: false, times: recent };
  return { allowed: true, times: [...recent, now] };
}
