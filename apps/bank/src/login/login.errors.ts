import { AppError, invalidBody } from '@latchkey/service';

/** The same words whether the username or the password is wrong. */
export function invalidCredentials(): AppError {
  return new AppError({
    code: 'invalid_credentials',
    status: 401,
    title: 'Login refused',
    detail: 'Invalid username/password',
  });
}

/** Told only to somebody who knew the password. */
export function accountDisabled(): AppError {
  return new AppError({
    code: 'account_disabled',
    status: 403,
    title: 'Login refused',
    detail: 'This account is disabled. Please ask the bank.',
  });
}

/** A login is for a service of the registry. */
export function unknownClient(): AppError {
  return invalidBody([{ pointer: '/client_id', detail: 'Is no service of this deployment.' }]);
}

/** A page may send people to a path of the bank or to a service of the registry, nowhere else. */
export function invalidReturnTo(): AppError {
  return new AppError({
    code: 'invalid_return_to',
    status: 400,
    detail: 'return_to is neither a path nor an address of one of the services.',
  });
}

/** There is a page here, but only for browsers. */
export function pageNotFound(): AppError {
  return new AppError({ code: 'not_found', status: 404, detail: 'There is nothing here.' });
}
