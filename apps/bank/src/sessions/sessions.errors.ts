import { AppError } from '@latchkey/service';

/** The same answer for a session that is over, another person's, or none at all. */
export function sessionNotFound(): AppError {
  return new AppError({ code: 'session_not_found', status: 404, detail: 'You have no such session.' });
}

/** The caller's own session was ended while they asked. */
export function ownSessionEnded(): AppError {
  return new AppError({ code: 'session_ended', status: 401, detail: 'This session is over. Please log in again.' });
}
