import type { Readiness } from '../health/readiness.js';
import type { Metrics } from '../metrics/metrics.js';
import { isFarApart } from './clock-offset.rules.js';
import type { Database } from './database.js';
import { detailOf } from './database-standing.js';
import { Migrations } from './migrations.js';

/** Makes readiness say whether the database can be used for what the service needs, and how far apart the clocks are. */
export function addDatabaseChecks(
  readiness: Readiness,
  metrics: Metrics,
  database: Database,
  migrations: readonly Function[],
): void {
  const known = new Migrations(database, migrations);
  readiness.add('database', async () => {
    await database.check().catch(() => undefined);
    const { standing, offsetSeconds, listening } = database;
    const listen = listening.size === 0 ? undefined : [...listening.values()].every(Boolean);
    const isFar = isFarApart(offsetSeconds) && standing.state === 'writable';
    const detail = {
      ...detailOf(standing),
      offsetSeconds: offsetSeconds ?? null,
      ...(listen !== undefined && { listen: listen ? 'notifications' : 'polling' }),
      ...(isFar && { warning: 'set the clocks' }),
    };
    return { ok: standing.state === 'writable', detail };
  });
  readiness.add('migrations', async () => {
    const pending = await known.pending();
    return { ok: pending.length === 0, detail: { pending: pending.length } };
  });
  metrics.gauge(
    'latchkey_database_writable',
    'Whether the database was reached and takes writes: 1; else 0, also for a standby.',
    [],
    (gauge) => gauge.set(database.standing.state === 'writable' ? 1 : 0),
  );
  metrics.gauge(
    'latchkey_database_listening',
    'Whether notifications of the channel arrive: 1; 0 if the database is polled instead, as behind a pooler.',
    ['channel'],
    (gauge) => database.listening.forEach((isHearing, channel) => gauge.set({ channel }, isHearing ? 1 : 0)),
  );
  metrics.gauge(
    'latchkey_database_clock_offset_seconds',
    "By how much the database's clock is ahead of this process's.",
    [],
    (gauge) => gauge.set(database.offsetSeconds ?? Number.NaN),
  );
}
