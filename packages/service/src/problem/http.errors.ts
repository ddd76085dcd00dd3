import { AppError } from './app-error.js';
import type { ProblemItem } from './app-error.js';

/** No such path. */
export const notFound = (): AppError =>
  new AppError({ code: 'not_found', status: 404, detail: 'There is nothing at this address.' });

/** The path exists, the method does not; `allowed` goes to `Allow` (RFC 9110 §15.5.6). */
export const methodNotAllowed = (allowed: readonly string[]): AppError =>
  new AppError({
    code: 'method_not_allowed',
    status: 405,
    detail: `This address answers ${allowed.join(', ')}.`,
    headers: { allow: allowed.join(', ') },
  });

/** A body of another type than JSON. */
export const unsupportedMediaType = (): AppError =>
  new AppError({
    code: 'unsupported_media_type',
    status: 415,
    detail: 'Bodies are application/json in UTF-8, without content encoding.',
    headers: { accept: 'application/json' },
  });

/** A body that is not JSON; `reason` is for the log alone. */
export const malformedJson = (reason: string): AppError =>
  new AppError({ code: 'malformed_json', status: 400, detail: 'The body is not well-formed JSON in UTF-8.', reason });

/** JSON in which an object names a member twice; told is where, and nothing of what stands there. */
export const duplicateMember = (position: number): AppError =>
  new AppError({
    code: 'duplicate_member',
    status: 400,
    detail: `An object of the body names a member twice; the second is at character ${position}.`,
  });

/** JSON that the route's contract refuses; `errors` names the members. */
export const invalidBody = (errors: readonly ProblemItem[]): AppError =>
  new AppError({ code: 'invalid_body', status: 400, detail: 'The body does not have the expected members.', errors });

/** A body above the limit. */
export const payloadTooLarge = (): AppError =>
  new AppError({ code: 'payload_too_large', status: 413, detail: 'The body is larger than 100 kB.' });

export const headerTooLarge = (): AppError =>
  new AppError({ code: 'header_too_large', status: 431, detail: 'The headers are larger than 16 kB.' });

export const requestTimeout = (): AppError =>
  new AppError({ code: 'request_timeout', status: 408, detail: 'The request did not arrive within 5 seconds.' });

export const expectationFailed = (): AppError =>
  new AppError({ code: 'expectation_failed', status: 417, detail: 'Only 100-continue can be expected.' });

export const badRequest = (reason?: string): AppError =>
  new AppError({
    code: 'bad_request',
    status: 400,
    detail: 'The request cannot be understood.',
    ...(reason && { reason }),
  });

export const internalError = (cause: unknown): AppError =>
  new AppError({
    code: 'internal_error',
    status: 500,
    detail: 'The service failed to answer; the request id helps to find out why.',
    cause,
  });
