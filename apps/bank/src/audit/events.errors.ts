import { AppError } from '@latchkey/service';

/** The page of events to continue from is not one of the caller's. */
export function invalidCursor(): AppError {
  return new AppError({
    code: 'invalid_cursor',
    status: 400,
    detail: 'There is no such place in your list of events.',
  });
}
