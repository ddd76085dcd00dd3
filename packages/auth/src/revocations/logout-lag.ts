import type { Metrics } from '@latchkey/service';

const BUCKETS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/**
 * The histogram of how long a replica did not know of a logout, in seconds: at the bank from the session's end, at other services
 * from the bank's reading. One observation for each reading or answer that brought news.
 */
export function logoutLagHistogram(metrics: Metrics) {
  const help =
    "Seconds until a replica knew of a logout: the bank's from its end, others' from the bank's reading or, after a gap, from when they last followed.";
  return metrics.histogram('latchkey_logout_lag_seconds', help, BUCKETS);
}
