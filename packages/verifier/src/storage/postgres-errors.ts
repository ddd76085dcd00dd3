import { StoreError } from './store-error.js';

interface DriverError extends Error {
  readonly code?: string;
  readonly errors?: readonly DriverError[];
}

const INSUFFICIENT_PRIVILEGE = '42501';
const UNDEFINED_TABLE = '42P01';
/** Serialization failures and deadlocks: nothing was written, and the next try may succeed. */
const AGAIN = ['40001', '40P01'];
/** Two who create the same thing at once. */
const THERE_ALREADY = ['23505', '42P07'];

/** What became of a table that is missing, or is made by another at this moment. */
export const isTableMissing = (error: unknown): boolean => codeOf(error) === UNDEFINED_TABLE;
export const isThereAlready = (error: unknown): boolean => THERE_ALREADY.includes(codeOf(error));
export const isWorthAnotherTry = (error: unknown): boolean => AGAIN.includes(codeOf(error));

/** Whether the server itself answered, so that its connection is as good as before. */
export function isServersAnswer(error: unknown): boolean {
  // SQLSTATEs have five characters; 57P.. is of a server that goes down, 25006 of one that takes no writes any more.
  return /^(?!57P|25006)[0-9A-Z]{5}$/.test(codeOf(error)) && (error as { severity?: unknown }).severity !== undefined;
}

/** An error of the driver as one that says what to do, without parameters or passwords. */
export function postgresError(error: unknown, table: string): StoreError {
  if (error instanceof StoreError) return error;
  const { message, code, errors } = error as DriverError;
  if (code === 'ERR_INVALID_URL') return new StoreError('the connectionString of PostgresStore is no PostgreSQL URL');
  if (code === INSUFFICIENT_PRIVILEGE)
    return new StoreError(
      `the database role of PostgresStore may not use or create ${table}: let its owner create it, or grant the rights that the README names (${message})`,
      { cause: error },
    );
  // Of several addresses none may answer.
  const why = message || errors?.[0]?.message || code || 'unknown';
  return new StoreError(`PostgreSQL does not answer the store: ${why}`, { cause: error });
}

function codeOf(error: unknown): string {
  return String((error as DriverError).code);
}
