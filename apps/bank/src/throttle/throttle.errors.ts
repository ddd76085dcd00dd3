import { AppError } from '@latchkey/service';

export function tooManyGuesses(seconds: number, reason: string): AppError {
  return new AppError({
    code: 'too_many_guesses',
    status: 429,
    detail: `Too many wrong logins. Please try again in ${inWords(seconds)}.`,
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
  if (seconds >= 120) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
