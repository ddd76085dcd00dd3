import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { secretError } from '@latchkey/verifier';
import { makeSetting, InvalidSetting } from './setting.js';
import type { Setting, SettingOptions, ValueOf } from './setting.js';

interface Range {
  readonly min?: number;
  readonly max?: number;
}

const SAFE_INTEGER = /^-?\d{1,15}$/;

function integerIn(text: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: Range): number {
  const value = SAFE_INTEGER.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw new InvalidSetting('is not a whole number');
  if (value < min) throw new InvalidSetting(`is below ${min}`);
  if (value > max) throw new InvalidSetting(`is above ${max}`);
  return value;
}

function spanIn(text: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: Range): number {
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(text)) throw new InvalidSetting('is not a number of seconds');
  if (Number(text) < min) throw new InvalidSetting(`is below ${min}`);
  if (Number(text) > max) throw new InvalidSetting(`is above ${max}`);
  return Number(text);
}

function strong(text: string): string {
  const problem = secretError(text);
  if (problem !== undefined) throw new InvalidSetting(problem);
  return text;
}

function textIn(text: string, { min = 1, max = 100_000 }: Range): string {
  const bytes = Buffer.byteLength(text);
  if (bytes < min) throw new InvalidSetting(`is shorter than ${min} bytes`);
  if (bytes > max) throw new InvalidSetting(`is longer than ${max} bytes`);
  return text;
}

function httpUrl(text: string, originOnly: boolean): URL {
  if (!URL.canParse(text)) throw new InvalidSetting('is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new InvalidSetting('is not an http(s) URL');
  if (url.username !== '' || url.password !== '') throw new InvalidSetting('contains a user name or password');
  if (originOnly && url.href !== `${url.origin}/`) throw new InvalidSetting('has more than scheme, host and port');
  return url;
}

function readableFile(text: string): string {
  const path = resolve(text);
  try {
    accessSync(path, constants.R_OK);
    if (statSync(path).isDirectory()) throw new Error('a folder');
  } catch {
    throw new InvalidSetting(`names a file that cannot be read (${path})`);
  }
  return path;
}

/** Makers of settings. Each value is read from the environment once, at boot. */
export const setting = {
  /** A TCP port, 0 to 65535; 0 lets the system choose. */
  port: <O extends SettingOptions>(options: O): Setting<ValueOf<number, O>> =>
    makeSetting('port', options, (text) => integerIn(text, { min: 0, max: 65_535 })),

  /** A whole number between `min` (0) and `max`, both included. */
  integer: <O extends SettingOptions & Range>(options: O): Setting<ValueOf<number, O>> =>
    makeSetting('integer', options, (text) => integerIn(text, options)),

  /** A span of time in whole seconds. */
  duration: <O extends SettingOptions & Range>(options: O): Setting<ValueOf<number, O>> =>
    makeSetting('seconds', options, (text) => integerIn(text, options)),

  /** A span of time in seconds, with up to three decimals. */
  span: <O extends SettingOptions & Range>(options: O): Setting<ValueOf<number, O>> =>
    makeSetting('seconds, as 15 or 0.3', options, (text) => spanIn(text, options)),

  /** Any text of `min` (1) to `max` bytes. */
  text: <O extends SettingOptions & Range>(options: O): Setting<ValueOf<string, O>> =>
    makeSetting('text', options, (text) => textIn(text, options)),

  /** Text that is never printed: not in errors, not in help, not in the log. */
  secret: <O extends SettingOptions & Range>(options: O): Setting<ValueOf<string, O>> =>
    makeSetting('secret', options, (text) => textIn(text, options), true),

  /** Secrets separated by white space. */
  secretList: <O extends SettingOptions & Range>(options: O): Setting<ValueOf<string, O>> =>
    makeSetting('secrets', { ...options, isList: true }, (text) => textIn(text, options), true) as Setting<
      ValueOf<string, O>
    >,

  /** A {@link setting.secret} that nobody can guess: long, irregular, no placeholder. */
  strongSecret: <O extends SettingOptions & Range>(options: O): Setting<ValueOf<string, O>> =>
    makeSetting('secret', options, (text) => strong(textIn(text, options)), true),

  /** An http(s) URL without credentials; with `originOnly` nothing behind the port. */
  url: <O extends SettingOptions & { readonly originOnly?: boolean }>(options: O): Setting<ValueOf<URL, O>> =>
    makeSetting('url', options, (text) => httpUrl(text, options.originOnly === true)),

  /** One of the listed words. */
  choice: <const C extends readonly string[], O extends SettingOptions>(
    options: O & { readonly choices: C },
  ): Setting<ValueOf<C[number], O>> =>
    makeSetting(options.choices.join(' | '), options, (text) => {
      if (!options.choices.includes(text)) throw new InvalidSetting(`is none of ${options.choices.join(', ')}`);
      return text as C[number];
    }),

  /** `true` or `false`. */
  boolean: <O extends SettingOptions>(options: O): Setting<ValueOf<boolean, O>> =>
    makeSetting('true | false', options, (text) => {
      if (text !== 'true' && text !== 'false') throw new InvalidSetting('is neither true nor false');
      return text === 'true';
    }),

  /** The path of a file that can be read at boot; the value is the absolute path. */
  file: <O extends SettingOptions>(options: O): Setting<ValueOf<string, O>> =>
    makeSetting('file', options, readableFile),
};
