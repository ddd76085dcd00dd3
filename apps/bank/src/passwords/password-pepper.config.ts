import { setting, type SettingError } from '@latchkey/service';
import { secretListErrors, secretsIn } from '../tokens/secret-list.config.js';

const FIX = 'Make each with: openssl rand -base64 48';
/** In the place of a secret: passwords are (or were) hashed without one. */
export const NO_PEPPER = 'none';

export const pepperSettings = {
  PASSWORD_PEPPER: setting.secret({
    describe:
      "The bank's own secrets for password hashes, at least 32 random bytes each, separated by commas: the first is used, all are accepted; none in the place of the first goes back. Unset: hashes without one, as earlier releases make and read them.",
    fix: FIX,
    max: 8192,
    optional: true,
  }),
};

/** The part of the bank's configuration that password hashes depend on. */
export interface PepperConfig {
  readonly PASSWORD_PEPPER?: string | undefined;
}

/** The secrets in force, the one that is used first; none at all means without one. */
export function peppersOf({ PASSWORD_PEPPER: list }: PepperConfig): string[] {
  return list === undefined ? [] : secretsIn(list);
}

/** What is wrong with PASSWORD_PEPPER, all of it. */
export function pepperErrors(values: {
  readonly PASSWORD_PEPPER?: string | undefined;
  readonly REFRESH_SECRET?: string | undefined;
  readonly JWT_SECRET?: string | undefined;
}): SettingError[] {
  const { PASSWORD_PEPPER: list, JWT_SECRET, REFRESH_SECRET = '' } = values;
  if (list === undefined) return [];
  const others = { JWT_SECRET: [JWT_SECRET], REFRESH_SECRET: secretsIn(REFRESH_SECRET) };
  const [first, ...more] = secretsIn(list);
  const secrets = first === NO_PEPPER && more.length > 0 ? more : [first!, ...more];
  return secretListErrors(secrets, others).map((problem) => ({
    name: 'PASSWORD_PEPPER',
    problem,
    fix: FIX,
  }));
}
