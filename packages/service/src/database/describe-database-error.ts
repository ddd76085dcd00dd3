import type { DataSourceOptions } from 'typeorm';
import { placeOf } from '../config/database-hosts.rules.js';
import type { DatabaseAddress } from '../config/database-url.js';
import { consequenceOfError, isDatabaseAway } from '../problem/database.errors.js';

const POOLER = /unsupported startup parameter:? *(?:in options: *)?"?([a-z_]+)/;
const CERTIFICATE = /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS)/;

interface Failure extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly driverError?: unknown;
}

/** Whether a connection was refused for a reason that waiting does not mend: a wrong password, a pooler's settings. */
export function isRefused(error: unknown): boolean {
  const { code = '', message } = error as Failure;
  return code.startsWith('28') || POOLER.test(message) || CERTIFICATE.test(code) || noPassword(message);
}

/** Why the database cannot be used, and what to do; undefined if the error is not the database's. */
export function describeDatabaseError(error: unknown): string | undefined {
  const { driverError } = error as Failure;
  return wordsFor((driverError ?? error) as Failure);
}

function wordsFor({ code = '', message, syscall, address, port, hostname, ...rest }: Failure): string | undefined {
  const error = Object.assign(new Error(message), { code, syscall, ...rest });
  const see = 'See DATABASE_URL.';
  const parameter = POOLER.exec(message)?.[1];
  if (parameter !== undefined) {
    return `the pooler in front of the database refuses ${parameter}. Add it to the pooler's ignore_startup_parameters.`;
  }
  if (noPassword(message)) return `the database asks for a password, and there is none. ${see}`;
  if (code.startsWith('28')) return `the database refuses the login (${message}). ${see}`;
  if (code === '3D000') return `${message}. Create it, or see DATABASE_URL.`;
  if (code === '25006') return `the database is read-only: a standby, or one that was demoted. ${see}`;
  if (code === '42501') return `the database's role may not do this (${message}). ${see}`;
  if (CERTIFICATE.test(code)) {
    return `the database's certificate is not trusted (${code}). Name who signed it: …?sslmode=verify-full&sslrootcert=/path/ca.pem in DATABASE_URL.`;
  }
  if (message === 'The server does not support SSL connections') {
    return 'the database speaks no TLS. Set ssl on in PostgreSQL, or take sslmode out of DATABASE_URL.';
  }
  const isAway = isDatabaseAway(error) || consequenceOfError(error).passes;
  if (!isAway) return undefined;
  const at = address === undefined ? hostname : `${address}:${port}`;
  const where = at === undefined ? '' : ` at ${at}`;
  return `the database${where} does not answer (${code || message}). ${see}`;
}

/** Who connects where, for the log; never the password. */
export function placesOf(options: DataSourceOptions): string {
  const { user, hosts } = (options as unknown as { extra: DatabaseAddress }).extra;
  return `${user}@${hosts.map(placeOf).join(',')}/${String(options.database)}`;
}

const noPassword = (message: string): boolean => /client password must be/.test(message);
