import { ConfigError } from '../config/load-config.js';
import { describeDatabaseError } from '../database/describe-database-error.js';
import { MigrationBlockedError, MigrationFailedError, TableLockedError } from '../database/migration.errors.js';

/** `EX_CONFIG` of sysexits: starting again without a change will not help. */
const EXIT_CONFIG = 78;
const EXIT_FAILURE = 1;
const MIGRATION_ERRORS = [MigrationBlockedError, MigrationFailedError, TableLockedError];

/** Tells on standard error why a process cannot start, without a secret, and returns its exit code. */
export function explainBootError(service: string, error: unknown): number {
  if (error instanceof ConfigError) {
    const lines = error.errors.map(({ name, problem, fix }) => `  ${name} ${problem}. ${fix}`);
    console.error(`${service} cannot start: its configuration has ${lines.length} error(s).\n${lines.join('\n')}`);
    return EXIT_CONFIG;
  }
  console.error(`${service} cannot start: ${wordsFor(error)}`);
  return EXIT_FAILURE;
}

function wordsFor(error: unknown): string {
  const { code, port, address, stack } = error as Error & { code?: string; port?: number; address?: string };
  if (code === 'EADDRINUSE') return `port ${port} at ${address} is taken. Set PORT to a free port.`;
  if (code === 'EADDRNOTAVAIL') return `${address} is not an address of this machine. Set HOST to one that is.`;
  if (code === 'EACCES') return `port ${port} is not permitted. Set PORT to one above 1023.`;
  if (MIGRATION_ERRORS.some((kind) => error instanceof kind)) return (error as Error).message;
  return describeDatabaseError(error) ?? stack ?? String(error);
}
