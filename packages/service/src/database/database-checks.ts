import type { Readiness } from '../health/readiness.js';
import type { Metrics } from '../metrics/metrics.js';
import { isFarApart } from './clock-offset.rules.js';
import type { Database } from './database.js';
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
    await database.check();
    const { offsetSeconds } = database;
    const isFar = isFarApart(offsetSeconds);
    return { detail: { offsetSeconds: offsetSeconds ?? null, ...(isFar && { warning: 'set the clocks' }) } };
  });
  readiness.add('migrations', async () => {
    const pending = await known.pending();
    return { ok: pending.length === 0, detail: { pending: pending.length } };
  });
  metrics.gauge(
    'latchkey_database_clock_offset_seconds',
    "By how much the database's clock is ahead of this process's.",
    [],
    (gauge) => gauge.set(database.offsetSeconds ?? Number.NaN),
  );
}
