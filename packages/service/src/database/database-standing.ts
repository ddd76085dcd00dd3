import { ReadOnlyDatabaseError } from '../problem/database.errors.js';
import type { ReachedServer } from './database-client.js';
import { describeDatabaseError } from './describe-database-error.js';

/** What is known of the database since it was asked last. */
export interface DatabaseStanding {
  readonly state: 'writable' | 'read_only' | 'unreachable';
  /** The server that answers; undefined if none does. */
  readonly server?: ReachedServer;
  /** Why it cannot be written to. */
  readonly reason?: string;
}

/** Before anybody has asked. */
export const NOT_ASKED: DatabaseStanding = { state: 'unreachable', reason: 'not connected yet' };

/** A server that takes writes. */
export const standingOf = (server: ReachedServer): DatabaseStanding => ({ state: 'writable', server });

/** What an error says of the database: a standby answers, or nobody. */
export function standingAfter(error: unknown): DatabaseStanding {
  const cause = (error as { driverError?: unknown }).driverError ?? error;
  const reason = describeDatabaseError(error) ?? (error as Error).message;
  if (!(cause instanceof ReadOnlyDatabaseError)) return { state: 'unreachable', reason };
  return { state: 'read_only', reason, ...(cause.server && { server: cause.server as ReachedServer }) };
}

/** The member `database` of readiness, for operators. */
export function detailOf({ state, server, reason }: DatabaseStanding): Record<string, unknown> {
  const { host = null, inRecovery = null, version = null } = server ?? {};
  const role = server && { name: server.role, ownsTables: server.ownsTables, superuser: server.isSuperuser };
  const warning = reason && { warning: reason };
  return { state, host, inRecovery, serverVersion: version, role: role ?? null, ...warning };
}
