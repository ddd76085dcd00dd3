import { AppError } from '@latchkey/service';

/** The same words whether the username or the password is wrong. */
export function invalidCredentials(): AppError {
  return new AppError({
    code: 'invalid_credentials',
    status: 401,
    title: 'Login refused',
    detail: 'Invalid username/password',
  });
}
