const LONGEST_SECONDS = 86_400;

/** Seconds that a `Retry-After` header (RFC 9110, section 10.2.3: seconds or a date) asks to wait; undefined if it says nothing. */
export function retryAfterSeconds(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1000);
  if (!Number.isFinite(seconds)) return undefined;
  return Math.min(Math.max(seconds, 0), LONGEST_SECONDS);
}

/** A wait as a running countdown shows it: `42 s`, `3 min 05 s`. */
export function readableWait(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
