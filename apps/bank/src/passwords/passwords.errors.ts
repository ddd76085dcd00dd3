import { AppError } from '@latchkey/service';

/** All threads and all places in the queue are taken. */
export function hashingOverloaded(): AppError {
  return new AppError({
    code: 'overloaded',
    status: 503,
    title: 'Too busy',
    detail: 'Too many logins are under way. Please try again in a moment.',
    logLevel: 'warn',
    headers: { 'retry-after': '2' },
    reason: 'password_queue_full',
  });
}
