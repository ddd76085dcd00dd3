import { AppError } from '@latchkey/service';

/** The same answer for a session that is over, another person's, or none at all. */
export function sessionNotFound(): AppError {
  return new AppError({ code: 'session_not_found', status: 404, detail: 'You have no such session.' });
}
