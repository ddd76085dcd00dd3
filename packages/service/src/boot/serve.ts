import v8 from 'node:v8';
import { setTimeout as sleep } from 'node:timers/promises';
import { renderSettingsHelp } from '../config/config-docs.js';
import type { ServiceConfig } from '../config/service-settings.js';
import { explainBootError } from './boot-error.js';
import { createService } from './create-service.js';
import type { RunningService } from './create-service.js';
import type { ServiceDefinition } from '../service-definition.js';
import { onSignal } from './signals.js';
import { STOPPED_WITHIN_MS } from './stop.js';

/** npm and a terminal both tell of one ctrl-C. */
const SAME_SIGNAL_MS = 250;
/** Besides the log, which ends the stop: 5 s after the grace are promised. */
const SLACK_MS = 300;

/**
 * Runs a service until it is told to stop: the whole of a `main.ts`, after `heedSignals`. SIGTERM and SIGINT drain and exit
 * with 0, at the latest 5 s after `DRAIN_GRACE`, however often they are told; a later ctrl-C exits at once with 1. Exits with 78 if the configuration is wrong, with 1 if it cannot start
 * otherwise. `--help` prints the settings.
 */
export async function serve<C extends ServiceConfig>(definition: ServiceDefinition<C>): Promise<void> {
  if (process.argv.includes('--help')) return console.log(helpFor(definition));
  // Else V8 comes to put what lives for one request among the objects that stay: memory grew to 340 MB, and each
  // collection of it stopped the service for 10 to 30 ms.
  v8.setFlagsFromString('--no-allocation-site-pretenuring');
  let service: RunningService<C> | undefined;
  let stoppedAt: number | undefined;
  onSignal((signal) => {
    if (stoppedAt === undefined) {
      stoppedAt = performance.now();
      void stop(service);
    } else if (signal === 'SIGINT' && performance.now() - stoppedAt > SAME_SIGNAL_MS) {
      process.exit(1);
    }
  });
  try {
    service = await createService(definition, process.env);
    // What is made at a start stays, so until now the young generation was kept small (scripts/bundle.mjs); a request's needs room.
    v8.setFlagsFromString('--semi-space-growth-factor=2');
  } catch (error) {
    process.exit(explainBootError(definition.id, error));
  }
}

async function stop<C extends ServiceConfig>(service: RunningService<C> | undefined): Promise<never> {
  if (service === undefined) process.exit(0);
  const graceMs = service.drainGraceMs();
  const tooLate = sleep(graceMs + STOPPED_WITHIN_MS.log + SLACK_MS);
  const error = await Promise.race([service.close({ graceMs }), tooLate]).catch((error: unknown) => error);
  if (error !== undefined) console.error(`${service.config.PUBLIC_URL.origin} did not stop in order:`, error);
  process.exit(error === undefined ? 0 : 1);
}

function helpFor<C extends ServiceConfig>({ name, config }: ServiceDefinition<C>): string {
  return `${name}\n\nReads from the environment:\n${renderSettingsHelp(config)}`;
}
