import v8 from 'node:v8';
import { renderSettingsHelp } from '../config/config.docs.js';
import type { ServiceConfig } from '../config/service.settings.js';
import { explainBootFailure } from './boot.failure.js';
import { createService } from './create-service.js';
import type { RunningService } from './create-service.js';
import type { ServiceDefinition } from './service.definition.js';

/** Time for load balancers to see that the service is not ready, before it stops accepting. */
const DRAIN_GRACE_MS = 300;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Runs a service until it is told to stop: the whole of a `main.ts`. SIGTERM and SIGINT drain and exit with 0, a second
 * signal exits at once with 1. Exits with 78 if the configuration is at fault, with 1 if it cannot start otherwise.
 * `--help` prints the settings.
 */
export async function serve<C extends ServiceConfig>(definition: ServiceDefinition<C>): Promise<void> {
  if (process.argv.includes('--help')) return console.log(helpFor(definition));
  // Else V8 comes to put what lives for one request among the objects that stay: memory grew to 340 MB, and each
  // collection of it stopped the service for 10 to 30 ms.
  v8.setFlagsFromString('--no-allocation-site-pretenuring');
  let service: RunningService<C> | undefined;
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    await service?.close({ graceMs: DRAIN_GRACE_MS });
    process.exit(0);
  };
  for (const signal of SIGNALS) process.on(signal, () => void stop());
  try {
    service = await createService(definition, process.env);
  } catch (error) {
    process.exit(explainBootFailure(definition.id, error));
  }
}

function helpFor<C extends ServiceConfig>({ name, config }: ServiceDefinition<C>): string {
  return `${name}\n\nReads from the environment:\n${renderSettingsHelp(config)}`;
}
