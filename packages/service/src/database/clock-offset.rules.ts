/** One question to another clock, in milliseconds: when it was sent and answered here, and what the other one said. */
export interface ClockReading {
  readonly sent: number;
  readonly answered: number;
  readonly now: number;
}

// A response that took longer says too little about the clock.
const ANSWERED_WITHIN_MS = 1000;
/** Above this an operator is warned: a token must not be dated further ahead. */
export const OFFSET_BOUND_SECONDS = 60;

/** By how many seconds the other clock is ahead; undefined if the answer took too long to tell. */
export function offsetOf({ sent, answered, now }: ClockReading): number | undefined {
  if (answered < sent || answered - sent > ANSWERED_WITHIN_MS) return undefined;
  return Math.round(now - (sent + answered) / 2) / 1000;
}

/** Whether two clocks are so far apart that somebody should set one of them. */
export function isFarApart(offsetSeconds: number | undefined): boolean {
  return offsetSeconds !== undefined && Math.abs(offsetSeconds) > OFFSET_BOUND_SECONDS;
}
