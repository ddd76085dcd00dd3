import { AppError } from '@latchkey/service';
import type { Refused } from './throttle.rules.js';

/** Why an attempt is not let in. */
export function loginThrottled(refused: Refused): AppError {
  if (refused.reason === 'throttle_account_closed') return accountClosed(refused);
  return refused.reason.startsWith('throttle_right') ? tooManyLogins(refused) : tooManyAttempts(refused);
}

export function tooManyAttempts(refused: Refused): AppError {
  return throttled(`Too many wrong logins. Please try again in ${readable(refused.seconds)}.`, refused);
}

/** Also right logins are bounded: the same code, since a client does the same. */
export function tooManyLogins(refused: Refused): AppError {
  return throttled(`Too many logins. Please try again in ${readable(refused.seconds)}.`, refused);
}

export function tooManyRegistrations(seconds: number): AppError {
  return new AppError({
    code: 'too_many_registrations',
    status: 429,
    detail: `Too many accounts were opened from this address. Please try again in ${readable(seconds)}.`,
    headers: { 'retry-after': String(seconds) },
  });
}

// No wait helps here any more; the same for names that are nobody's.
function accountClosed(refused: Refused): AppError {
  const where = 'Please log in on a device or from a network where you logged in before, or ask the bank.';
  return throttled(`Too many wrong logins. ${where}`, refused);
}

function throttled(detail: string, { seconds, reason }: Refused): AppError {
  return new AppError({
    code: 'too_many_guesses',
    status: 429,
    detail,
    headers: { 'retry-after': String(seconds) },
    reason,
  });
}

function readable(seconds: number): string {
  if (seconds >= 3600) return '1 hour';
  if (seconds >= 120) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
