import type { Metrics } from './metrics.js';

/** Tells which release this process is, and what time it believes it is: Prometheus compares that with its own. */
export function reportProcess(metrics: Metrics, service: string, version: string): void {
  const help = 'Always 1; the labels tell which service and release this is.';
  metrics.gauge('latchkey_build_info', help, ['service', 'version']).set({ service, version }, 1);
  metrics.gauge('latchkey_clock_seconds', "This process's clock, in seconds since 1970.", [], (gauge) =>
    gauge.set(Date.now() / 1000),
  );
}
