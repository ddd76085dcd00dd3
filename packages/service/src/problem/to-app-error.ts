import { HttpException } from '@nestjs/common';
import { databaseUnavailable, isDatabaseAway } from './database.errors.js';
import { AppError } from './app-error.js';
import {
  badRequest,
  internalError,
  malformedJson,
  notFound,
  payloadTooLarge,
  unsupportedMediaType,
} from './http.errors.js';

const FASTIFY_CODES: Readonly<Record<string, () => AppError>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: unsupportedMediaType,
  FST_ERR_CTP_INVALID_TYPE: unsupportedMediaType,
  FST_ERR_CTP_BODY_TOO_LARGE: payloadTooLarge,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => badRequest('content_length'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => malformedJson('empty'),
  FST_ERR_BAD_URL: () => badRequest('bad_url'),
  FST_ERR_MAX_PARAM_LENGTH: notFound,
};

/** Any thrown value as an {@link AppError}; what nobody foresaw becomes `internal_error`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseAway(error)) return databaseUnavailable(error);
  const byCode = FASTIFY_CODES[(error as { code?: unknown } | undefined)?.code as string];
  if (byCode !== undefined) return byCode();
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error);
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? ofStatus(status, error) : internalError(error);
}

// Frameworks' words may quote input, so only their status is taken over.
function ofStatus(status: number, cause: unknown): AppError {
  if (status === 404) return notFound();
  if (status === 413) return payloadTooLarge();
  if (status === 415) return unsupportedMediaType();
  if (status >= 500) return internalError(cause);
  if (status === 400) return badRequest();
  if (status === 403) return new AppError({ code: 'forbidden', status, detail: 'This is not permitted.' });
  return new AppError({ code: 'refused', status, detail: 'The request is refused.', cause });
}
