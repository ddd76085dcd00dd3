import { AppError } from '@latchkey/service';

export function tooManyAttempts(seconds: number, reason: string): AppError {
  return refusal(`Too many wrong logins. Please try again in ${inWords(seconds)}.`, seconds, reason);
}

/** No wait helps here any more; the same for names that are nobody's. */
export function accountClosed(seconds: number, reason: string): AppError {
  const where = 'Please log in on a device or from a network where you logged in before, or ask the bank.';
  return refusal(`Too many wrong logins. ${where}`, seconds, reason);
}

/** Also right logins are bounded: the same code, since a client does the same. */
export function tooManyLogins(seconds: number, reason: string): AppError {
  return refusal(`Too many logins. Please try again in ${inWords(seconds)}.`, seconds, reason);
}

function refusal(detail: string, seconds: number, reason: string): AppError {
  return new AppError({
    code: 'too_many_guesses',
    status: 429,
    detail,
    headers: { 'retry-after': String(seconds) },
    reason,
  });
}

export function tooManyRegistrations(seconds: number): AppError {
  return new AppError({
    code: 'too_many_registrations',
    status: 429,
    detail: `Too many accounts were opened from this address. Please try again in ${inWords(seconds)}.`,
    headers: { 'retry-after': String(seconds) },
  });
}

function inWords(seconds: number): string {
  if (seconds >= 3600) return '1 hour';
  if (seconds >= 120) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
