import { isNativeError } from 'node:util/types';
import { AppError } from '../problem/app.error.js';

/** The database cannot be asked now: 503 with `Retry-After`, never a 401 or 500. */
export function databaseUnavailable(cause: unknown): AppError {
  return new AppError({
    code: 'database_unavailable',
    status: 503,
    detail: 'The service cannot reach its database right now.',
    headers: { 'retry-after': '2' },
    logLevel: 'warn',
    cause,
  });
}

// SQLSTATE classes and codes after which the same request may succeed later.
const PASSING_STATES = /^(08...|53...|57P0[1-5]|3D000|55000|57014|55P03|40001|40P01|25006|25P03)$/;
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EPIPE',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);
const DRIVER_WORDS =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout|Cannot use a pool after calling end|Client was closed/;
const TYPEORM_NAMES = new Set([
  'ConnectionIsNotSetError',
  'DriverPackageNotInstalledError',
  'QueryRunnerAlreadyReleasedError',
  'CannotExecuteNotConnectedError',
]);

interface DriverError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly driverError?: unknown;
  readonly errors?: readonly unknown[];
}

/** Whether a failure says that the database is away or overloaded, rather than that the statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { code, syscall, driverError, errors, name, message } = error as DriverError;
  if (driverError !== undefined && driverError !== error && isDatabaseAway(driverError)) return true;
  if (errors?.some(isDatabaseAway) === true) return true;
  if (TYPEORM_NAMES.has(name) || DRIVER_WORDS.test(message)) return true;
  return code !== undefined && (PASSING_STATES.test(code) || (SOCKET_CODES.has(code) && syscall !== 'open'));
}
