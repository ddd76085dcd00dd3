import type { ConfigDefinition, SettingError } from './config-definition.js';
import { InvalidSetting } from './setting.js';
import type { Setting } from './setting.js';
import { textError } from './text.rules.js';

const STRAY = `Take it away. A value from a file or from echo has a line end: use printf '%s', or tr -d '\\n'.`;

/** The environment does not make a configuration; holds every error, not just the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly errors: readonly SettingError[]) {
    super(errors.map(({ name, problem, fix }) => `${name} ${problem}. ${fix}`).join('\n'));
  }
}

/**
 * Reads the environment once.
 *
 * @throws {@link ConfigError} with all errors
 */
export function loadConfig<C>(definition: ConfigDefinition<C>, env: NodeJS.ProcessEnv): C {
  const errors: SettingError[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(definition.settings)) {
    try {
      values[name] = read(setting, env[name]);
    } catch (error) {
      if (!(error instanceof InvalidSetting)) throw error;
      errors.push({ name, problem: error.message, fix: error.fix ?? fixOf(setting) });
    }
  }
  errors.push(...definition.rules(values as Partial<C>));
  if (errors.length > 0) throw new ConfigError(errors);
  return Object.freeze(values) as C;
}

// An empty variable counts as absent: compose files and shells write one for "not set".
function read(setting: Setting<unknown>, given: string | undefined): unknown {
  const text = given === undefined || given === '' ? setting.default?.toString() : whole(setting, given);
  if (text !== undefined) return setting.parse(text);
  if (setting.optional === true) return undefined;
  throw new InvalidSetting('is missing');
}

// Taken as it is, such a value would count here and not at the next service, or the reverse.
function whole({ isList }: Setting<unknown>, text: string): string {
  const problem = textError(text, isList);
  if (problem !== undefined) throw new InvalidSetting(problem, STRAY);
  return text;
}

function fixOf(setting: Setting<unknown>): string {
  return setting.fix ?? `Expected: ${setting.kind}. ${setting.describe}`;
}
