import { readFileSync } from 'node:fs';
import type { Metrics } from './metrics.js';

/** Tells which release this process is, and what time it believes it is: Prometheus compares that with its own. */
export function reportProcess(metrics: Metrics, service: string, manifest: URL | undefined): void {
  const version = versionIn(manifest);
  const help = 'Always 1; the labels tell which service and release this is.';
  metrics.gauge('latchkey_build_info', help, ['service', 'version']).set({ service, version }, 1);
  metrics.gauge('latchkey_clock_seconds', "This process's clock, in seconds since 1970.", [], (gauge) =>
    gauge.set(Date.now() / 1000),
  );
}

// A figure alone is no reason not to start.
function versionIn(manifest: URL | undefined): string {
  try {
    const { version } = JSON.parse(readFileSync(manifest!, 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
