import { AppError } from '@latchkey/service';

export function usernameTaken(): AppError {
  return new AppError({ code: 'username_taken', status: 409, detail: 'This username is taken.' });
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

/** The same words as at a login, whatever was typed. */
export function passwordWrong(): AppError {
  return new AppError({
    code: 'invalid_credentials',
    status: 401,
    title: 'Account not deleted',
    detail: 'The password is not right.',
  });
}
