import { AppError } from '@latchkey/service';

/** An answer of the feed promises that it is complete as of now; without the database nobody can promise that. */
export const feedNotCurrent = (): AppError =>
  new AppError({
    code: 'revocations_not_current',
    status: 503,
    detail: 'The bank cannot tell right now which sessions have ended.',
    headers: { 'retry-after': '1' },
    logLevel: 'silent',
  });
