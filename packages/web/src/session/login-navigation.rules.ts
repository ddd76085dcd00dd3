import { takeTurn } from './rate-limit.rules.js';
import type { Turn } from './rate-limit.rules.js';

const WINDOW_MS = 60_000;
const NAVIGATIONS_PER_WINDOW = 3;

/**
 * Three navigations to the login a minute, then no more: a service that rejects a token which the bank accepts would
 * otherwise send the user back and forth without end.
 *
 * @param past - times of earlier navigations, milliseconds
 * @param now - milliseconds
 */
export function decideLoginNavigation(past: readonly number[], now: number): Turn {
  return takeTurn(past, now, NAVIGATIONS_PER_WINDOW, WINDOW_MS);
}

/** What a look at the bank showed: it answered, it did not within the patience, or nothing is there. */
export type BankLook = 'there' | 'slow' | 'away';

/**
 * Whether to go to the login. A slow bank is not a dead one, but someone who has just logged out reads that first, on a page that
 * is there.
 */
export function mayGoToLogin(bank: BankLook, isLoggedOut: boolean): boolean {
  return bank === 'there' || (bank === 'slow' && !isLoggedOut);
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
