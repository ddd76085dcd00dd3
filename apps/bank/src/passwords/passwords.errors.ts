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

export function passwordTooCommon(pointer = '/password'): AppError {
  const words = 'This password is one of the common ones that are guessed first, or nearly so. Please choose another.';
  return refused('password_too_common', 'The password is too common.', pointer, words);
}

export function passwordPredictable(pointer = '/password'): AppError {
  const words =
    'This password is a run, a repeat, a sequence, a row of keys or a number, which is guessed first. Please choose another.';
  return refused('password_predictable', 'The password is predictable.', pointer, words);
}

export function passwordIsUsername(pointer = '/password'): AppError {
  const words = 'This is the username or little more, which is guessed first. Please choose another.';
  return refused('password_is_username', 'The password is the username.', pointer, words);
}

export function passwordIsServiceName(pointer = '/password'): AppError {
  const words =
    'This is the name of one of our services or little more, which is guessed first. Please choose another.';
  return refused('password_is_service_name', 'The password is the name of a service.', pointer, words);
}

export function passwordUnchanged(): AppError {
  const words = 'This is your password already. Please choose another.';
  return refused('password_unchanged', 'The new password is the old one.', '/newPassword', words);
}

function refused(code: string, detail: string, pointer: string, words: string): AppError {
  const errors = [{ pointer, code, detail: words }];
  return new AppError({ code: 'invalid_body', status: 400, detail, errors, reason: code });
}
