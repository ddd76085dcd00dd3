/** What a setting may be told about itself; `describe` and `fix` are shown to people. */
export interface SettingOptions {
  /** One sentence: what the setting decides, with its unit. */
  readonly describe: string;
  /** What to do when the value is missing or wrong. */
  readonly fix?: string;
  /** Text used when the variable is absent or empty. */
  readonly default?: string | number | boolean;
  /** Absent is allowed; the value is then `undefined`. */
  readonly optional?: boolean;
  /** Several values, separated by white space. */
  readonly isList?: boolean;
  /** Value shown in `.env.example`; never a real secret. */
  readonly example?: string;
}

/** One variable of the environment: how it is read, and how it is explained. Made by {@link setting}. */
export interface Setting<T> extends SettingOptions {
  readonly kind: string;
  readonly isSecret: boolean;
  /** Turns text into the value; throws {@link InvalidSetting}, which says what is wrong. */
  readonly parse: (text: string) => Exclude<T, undefined>;
  /** Only carries the type. */
  readonly value?: T;
}

/** Why a text is not a value of its setting; the message never quotes a secret. */
export class InvalidSetting extends Error {
  constructor(
    problem: string,
    /** What to do about this one, if it is not what the setting itself says. */
    readonly fix?: string,
  ) {
    super(problem);
  }
}

/** The value type of a setting made with options `O`. */
export type ValueOf<T, O> = O extends { readonly optional: true } ? T | undefined : T;

/** Builds a setting of a kind of its own; the makers in {@link setting} are made of it. */
export function makeSetting<T, O extends SettingOptions>(
  kind: string,
  options: O,
  parse: (text: string) => T,
  isSecret = false,
): Setting<ValueOf<T, O>> {
  return { ...options, kind, isSecret, parse: parse as (text: string) => Exclude<ValueOf<T, O>, undefined> };
}
