import type { Metrics, Readiness } from '@latchkey/service';
import type { KeyStore } from '@latchkey/verifier';

/** Shows the keys in readiness and metrics. A broken file stays green: the old keys verify as before. */
export function reportKeys(store: KeyStore, readiness: Readiness, metrics: Metrics): void {
  const { ring } = store;
  readiness.add('keys', () => ({
    detail: { kids: ring.all().map(({ kid }) => kid), fault: store.fault ?? null },
  }));
  metrics.gauge('latchkey_key_in_use', 'Keys that verify tokens, by kid.', ['kid', 'alg'], (gauge) => {
    gauge.reset();
    for (const { kid, alg } of ring.all()) gauge.set({ kid, alg }, 1);
  });
  metrics.gauge(
    'latchkey_keys_file_broken',
    '1 while the keys file cannot be taken and old keys are in use.',
    [],
    (gauge) => gauge.set(store.fault === undefined ? 0 : 1),
  );
}
