/** A session of the database that holds a lock; what the role may not see is null. */
export interface LockHolder {
  readonly pid: number;
  readonly application: string | null;
  readonly address: string | null;
  readonly state: string | null;
  readonly since: string | null;
}

/** Another process migrates, or a pooled connection has kept the lock of one that is gone. */
export class MigrationBlockedError extends Error {
  override readonly name = 'MigrationBlockedError';

  constructor(seconds: number, holder: LockHolder | undefined) {
    const end = holder === undefined ? '' : ` end that connection: SELECT pg_terminate_backend(${holder.pid}).`;
    super(
      `another migration has held the lock for more than ${seconds} s: ${describeHolder(holder)}. ` +
        `Wait for it and run this again, or raise MIGRATE_WAIT; if nothing migrates there,${end}`,
    );
  }
}

/** A migration did not get the lock of a table. */
export class TableLockedError extends Error {
  override readonly name = 'TableLockedError';

  constructor(seconds: number, cause: unknown) {
    super(
      `a migration has waited ${seconds} s for a table that others use (${(cause as Error).message}). Nothing of it was kept. ` +
        'Run it again when no long transaction is open, or raise MIGRATE_WAIT.',
      { cause },
    );
  }
}

/** A migration went wrong half-way: its transaction was rolled back, and the version that runs goes on with the schema that it had. */
export class MigrationFailedError extends Error {
  override readonly name = 'MigrationFailedError';

  /**
   * @param migration - the one that failed, and whether all of it was one transaction
   * @param before - those that this run has committed already
   */
  constructor({ name, isWhole }: { name: string; isWhole: boolean }, before: readonly string[], cause: unknown) {
    const { code, message } = ((cause as { driverError?: unknown }).driverError ?? cause) as Error & { code?: string };
    const kept = before.length === 0 ? '' : ` Kept are those before it: ${before.join(', ')}.`;
    const undone = isWhole ? 'Nothing of it was kept.' : 'It is no transaction: what it did before that stays.';
    super(
      `the migration ${name} failed${code === undefined ? '' : ` (${code})`}: ${message}. ${undone}${kept} ` +
        'The version that runs goes on with the schema as it is. Do not roll out the new one: mend the migration, or what it found, and run this again.',
      { cause },
    );
  }
}

/** Tells who holds a lock. */
export function describeHolder(holder: LockHolder | undefined): string {
  if (holder === undefined) return 'a session that is gone by now';
  const { pid, application, address, state, since } = holder;
  const facts = [
    application && `application ${application}`,
    address && `from ${address}`,
    state,
    since && `since ${since}`,
  ].filter(Boolean);
  return `session ${pid}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}
