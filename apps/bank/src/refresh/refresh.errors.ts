import type { EndReason } from '@latchkey/verifier/contract';
import { AppError } from '@latchkey/service';

/** Neither body nor cookie carried a refresh token. */
export function refreshTokenMissing(): AppError {
  return new AppError({ code: 'token_missing', status: 401, detail: 'This address needs a refresh token.' });
}

/** The one answer to what is not authentic, or of no session's line; why goes to log and metrics. */
export function refreshInvalid(reason: 'malformed' | 'forged' | 'ahead' | 'cookies_ambiguous'): AppError {
  return new AppError({
    code: 'refresh_invalid',
    status: 401,
    detail: 'The refresh token is not valid.',
    reason: `refresh_${reason}`,
  });
}

/** The session of the token is over; only its holder is told why. */
export function sessionOver(endReason: EndReason): AppError {
  return new AppError({
    code: 'session_ended',
    status: 401,
    detail: 'This session is over. Please log in again.',
    members: { endReason },
    reason: `ended_${endReason}`,
  });
}

/** This process cannot tell the successor now: nothing is wrong with the session, and the same request may succeed. */
export function refreshUndecided(): AppError {
  return new AppError({
    code: 'refresh_undecided',
    status: 503,
    detail: 'The session cannot be renewed right now.',
    headers: { 'retry-after': '1' },
    logLevel: 'warn',
  });
}
