import type { ConfigDefinition, Fault } from './config-definition.js';
import { SettingFault } from './setting.js';
import type { Setting } from './setting.js';
import { textFault } from './text.rules.js';

const STRAY = `Take it away. A value from a file or from echo has a line end: use printf '%s', or tr -d '\\n'.`;

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
  const text = given === undefined || given === '' ? setting.default?.toString() : whole(setting, given);
  if (text !== undefined) return setting.parse(text);
  if (setting.optional === true) return undefined;
  throw new SettingFault('is missing');
}

// Taken as it is, such a value would count here and not at the service beside, or the reverse.
function whole({ isList }: Setting<unknown>, text: string): string {
  const problem = textFault(text, isList);
  if (problem !== undefined) throw new SettingFault(problem, STRAY);
  return text;
}

function fixOf(setting: Setting<unknown>): string {
  return setting.fix ?? `Expected: ${setting.kind}. ${setting.describe}`;
}
