import { isNativeError } from 'node:util/types';
import { AppError } from './app-error.js';
import { consequenceOf } from './sql-state.rules.js';
import type { Consequence } from './sql-state.rules.js';

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

/** A connection leads to a server that takes no writes: a standby, or a primary that was demoted. */
export class ReadOnlyDatabaseError extends Error {
  override readonly name = 'ReadOnlyDatabaseError';
  /** `read_only_sql_transaction`, as the first write would be answered. */
  readonly code = '25006';

  /** @param server what it says about itself */
  constructor(readonly server?: object) {
    super('the database is read-only: a standby, or a primary that was demoted');
  }
}

/** The server took a question and has not answered: it hangs, or the way to it is cut. */
export class SilentDatabaseError extends Error {
  override readonly name = 'SilentDatabaseError';
  /** As of a connection that does not answer. */
  readonly code = 'ETIMEDOUT';

  constructor(ms: number) {
    super(`the database has not answered for ${ms} ms`);
  }
}

const SQL_STATE = /^[0-9A-Z]{5}$/;
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
// The driver's own words: what the connection waits for comes no more, or too late.
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
  readonly severity?: string;
  readonly syscall?: string;
  readonly driverError?: unknown;
  readonly errors?: readonly unknown[];
}

/** Whether an error says that the database is away or overloaded, rather than that the statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { driverError, errors, name } = error as DriverError;
  if (driverError !== undefined && driverError !== error && isDatabaseAway(driverError)) return true;
  if (errors?.some(isDatabaseAway) === true) return true;
  if (TYPEORM_NAMES.has(name)) return true;
  return consequenceOfError(error).passes;
}

/** What follows from an error of the driver for the request and for the connection on which it came. */
export function consequenceOfError(error: unknown): Consequence {
  if (!isNativeError(error)) return { passes: false, connection: 'kept' };
  const { code, severity, syscall, message } = error as DriverError;
  if (DRIVER_WORDS.test(message)) return { passes: true, connection: 'ended' };
  if (code === undefined) return { passes: false, connection: 'kept' };
  if (SOCKET_CODES.has(code)) return { passes: syscall !== 'open', connection: 'ended' };
  return SQL_STATE.test(code) ? consequenceOf(code, severity) : { passes: false, connection: 'kept' };
}
