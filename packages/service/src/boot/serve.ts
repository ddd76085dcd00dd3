import { ConfigError } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service.settings.js';
import { renderSettingsHelp } from '../config/config.docs.js';
import { createService } from './create-service.js';
import type { ServiceDefinition } from './service.definition.js';

const EXIT_CONFIG = 78;

/** Runs a service until it is told to stop: the whole of a `main.ts`. */
export async function serve<C extends ServiceConfig>(definition: ServiceDefinition<C>): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(`${definition.name}\n\nReads from the environment:\n${renderSettingsHelp(definition.config)}`);
    return;
  }
  try {
    const service = await createService(definition, process.env);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void service.close());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { name, problem, fix } of error.faults) console.error(`${name} ${problem}. ${fix}`);
    process.exitCode = EXIT_CONFIG;
  }
}
