import { AppError } from '@latchkey/service';

export function usernameTaken(cause?: unknown): AppError {
  return new AppError({ code: 'username_taken', status: 409, detail: 'This username is taken.', cause });
}

export function passwordTooCommon(pointer = '/password'): AppError {
  const detail = 'This password is on the list of common ones that are guessed first. Please choose another.';
  return new AppError({
    code: 'invalid_body',
    status: 400,
    detail: 'The password is too common.',
    errors: [{ pointer, detail }],
    reason: 'password_too_common',
  });
}

export function passwordIsUsername(pointer = '/password'): AppError {
  return new AppError({
    code: 'invalid_body',
    status: 400,
    detail: 'The password is the username.',
    errors: [{ pointer, detail: 'This is the username, which is guessed first. Please choose another.' }],
    reason: 'password_is_username',
  });
}

export function passwordUnchanged(): AppError {
  return new AppError({
    code: 'invalid_body',
    status: 400,
    detail: 'The new password is the old one.',
    errors: [{ pointer: '/newPassword', detail: 'This is your password already. Please choose another.' }],
    reason: 'password_unchanged',
  });
}

/** The same words as at a login, whatever was typed. */
export function currentPasswordWrong(): AppError {
  return new AppError({
    code: 'invalid_credentials',
    status: 401,
    title: 'Password not changed',
    detail: 'The current password is not right.',
  });
}
