import { AppError } from '@latchkey/service';

export function usernameTaken(cause?: unknown): AppError {
  return new AppError({ code: 'username_taken', status: 409, detail: 'This username is taken.', cause });
}

export function passwordTooCommon(): AppError {
  const detail = 'This password is on the list of common ones that are guessed first. Please choose another.';
  return new AppError({
    code: 'invalid_body',
    status: 400,
    detail: 'The password is too common.',
    errors: [{ pointer: '/password', detail }],
    reason: 'password_too_common',
  });
}
