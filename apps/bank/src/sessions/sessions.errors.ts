import { AppError } from '@latchkey/service';

/** The page of sessions to continue from is not one of the caller's. */
export function noSuchPlace(): AppError {
  return new AppError({
    code: 'invalid_cursor',
    status: 400,
    detail: 'There is no such place in your list of sessions.',
  });
}

/** The same answer for a session that is over, another person's, or none at all. */
export function sessionNotFound(): AppError {
  return new AppError({ code: 'session_not_found', status: 404, detail: 'You have no such session.' });
}
