import { deploymentErrors } from './deployment.rules.js';
import type { DeploymentValues } from './deployment.rules.js';
import type { Setting } from './setting.js';

/** One thing wrong with the configuration, for the person who can repair it. */
export interface SettingError {
  /** Name of the variable. */
  readonly name: string;
  /** What is wrong; never quotes a secret. */
  readonly problem: string;
  /** What to do about it. */
  readonly fix: string;
}

/** The settings of a service by name. */
export type Settings = Readonly<Record<string, Setting<unknown>>>;

/** The typed values of a record of settings. */
export type ConfigOf<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** What a service reads from its environment, made by {@link defineConfig}. */
export interface ConfigDefinition<C> {
  readonly settings: Settings;
  /** Rules over several settings; a setting that is itself wrong is `undefined` here. */
  readonly rules: (values: Partial<C>) => readonly SettingError[];
}

/**
 * Declares the configuration of a service. What every deployment is held to is added to its rules.
 *
 * @param settings one entry per variable of the environment
 * @param rules checks over several values; called even if single settings are wrong, whose values are then missing
 */
export function defineConfig<const S extends Settings>(
  settings: S,
  rules: (values: Partial<ConfigOf<S>>) => readonly SettingError[] = () => [],
): ConfigDefinition<ConfigOf<S>> {
  return { settings, rules: (values) => [...deploymentErrors(values as DeploymentValues), ...rules(values)] };
}
