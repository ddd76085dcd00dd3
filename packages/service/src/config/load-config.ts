import type { ConfigDefinition, Fault } from './config.definition.js';
import { SettingFault } from './setting.js';
import type { Setting } from './setting.js';

/** The environment does not make a configuration; holds every fault, not just the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ name, problem, fix }) => `${name} ${problem}. ${fix}`).join('\n'));
  }
}

/**
 * Reads the environment once.
 *
 * @throws {@link ConfigError} with all faults
 */
export function loadConfig<C>(definition: ConfigDefinition<C>, env: NodeJS.ProcessEnv): C {
  const faults: Fault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(definition.settings)) {
    try {
      values[name] = read(setting, env[name]);
    } catch (error) {
      if (!(error instanceof SettingFault)) throw error;
      faults.push({ name, problem: error.message, fix: error.fix ?? fixOf(setting) });
    }
  }
  faults.push(...definition.rules(values as Partial<C>));
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(values) as C;
}

// An empty variable counts as absent: compose files and shells write one for "not set".
function read(setting: Setting<unknown>, given: string | undefined): unknown {
  const text = given === undefined || given === '' ? setting.default?.toString() : given;
  if (text !== undefined) return setting.parse(text);
  if (setting.optional === true) return undefined;
  throw new SettingFault('is missing');
}

function fixOf(setting: Setting<unknown>): string {
  return setting.fix ?? `Expected: ${setting.kind}. ${setting.describe}`;
}
