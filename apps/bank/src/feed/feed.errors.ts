import { AppError } from '@latchkey/service';

/** A reader is sent a whole set already, more often than it can have asked for by itself. */
export const tooManyReaders = (): AppError =>
  new AppError({
    code: 'too_many_readers',
    status: 429,
    detail: 'Too many readers of this address are being sent the whole set.',
    headers: { 'retry-after': '1' },
    logLevel: 'silent',
  });

/** An answer of the feed promises that it is complete as of now; without the database nobody can promise that. */
export const feedNotCurrent = (): AppError =>
  new AppError({
    code: 'revocations_not_current',
    status: 503,
    detail: 'The bank cannot tell right now which sessions have ended.',
    headers: { 'retry-after': '1' },
    logLevel: 'silent',
  });
