import type { Readiness } from './readiness.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Log } from '../log/log.js';

/** Tells operators elsewhere what the log itself cannot: that it is not written. A service works on without its log, so it stays ready. */
export function watchLog(log: Log, metrics: Metrics, readiness: Readiness): void {
  const lost = metrics.counter('latchkey_log_lines_lost_total', 'Log lines that could not be written and are gone.');
  const failed = metrics.counter('latchkey_log_write_failures_total', 'Writes of the log that failed.', {
    code: ['ENOSPC', 'EPIPE'],
  });
  log.watch({ lost: (lines) => lost.inc(lines), failed: (code) => failed.inc({ code }) });
  readiness.add('log', () => ({ detail: { fault: log.writeError ?? null } }));
}
