import type { ConfigDefinition } from './config-definition.js';
import type { Setting } from './setting.js';

/** Whatever has settings. */
type Described = Pick<ConfigDefinition<never>, 'settings'>;

/** The text of a `.env.example`: every setting with its explanation; those with a default are commented out. */
export function renderEnvExample(definition: Described): string {
  return entries(definition)
    .map(([name, setting]) => {
      const value = setting.example ?? setting.default ?? '';
      const isNeeded = setting.default === undefined && setting.optional !== true;
      return `# ${setting.describe} (${setting.kind})\n${isNeeded ? '' : '# '}${name}=${value}\n`;
    })
    .join('\n');
}

/** A Markdown table of all settings, for the docs. */
export function renderSettingsTable(definition: Described): string {
  const rows = entries(definition).map(
    ([name, setting]) => `| \`${name}\` | ${cell(setting.kind)} | ${fallback(setting)} | ${cell(setting.describe)} |`,
  );
  return ['| variable | kind | default | meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** The settings as plain text, for `--help`. */
export function renderSettingsHelp(definition: Described): string {
  const width = Math.max(...entries(definition).map(([name]) => name.length));
  return entries(definition)
    .map(([name, setting]) => `  ${name.padEnd(width)}  ${setting.describe} (${setting.kind}; ${fallback(setting)})`)
    .join('\n');
}

function entries(definition: Described): [string, Setting<unknown>][] {
  return Object.entries(definition.settings);
}

function fallback(setting: Setting<unknown>): string {
  if (setting.default !== undefined) return `${setting.default}`;
  return setting.optional === true ? 'unset' : 'required';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
