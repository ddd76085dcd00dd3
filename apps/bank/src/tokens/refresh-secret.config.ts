import { setting, type SettingError } from '@latchkey/service';
import { secretListErrors, secretsIn } from './secret-list.config.js';

const FIX = 'Make each with: openssl rand -base64 48';

export const refreshSettings = {
  REFRESH_SECRET: setting.secret({
    describe:
      "The bank's own secrets for refresh tokens, at least 32 random bytes each, separated by commas: the first signs, all are accepted.",
    fix: FIX,
    max: 8192,
  }),
};

/** The part of the bank's configuration that refresh tokens depend on. */
export interface RefreshConfig {
  readonly REFRESH_SECRET: string;
}

/** The secrets in force, the one that signs first. */
export function refreshSecrets({ REFRESH_SECRET: list }: RefreshConfig): string[] {
  return secretsIn(list);
}

/** What is wrong with REFRESH_SECRET, all of it; a value that is itself wrong is missing. */
export function refreshErrors(values: {
  readonly REFRESH_SECRET?: string | undefined;
  readonly JWT_SECRET?: string | undefined;
}): SettingError[] {
  if (values.REFRESH_SECRET === undefined) return [];
  // Every service knows JWT_SECRET; who knows this one can renew any session.
  const others = { JWT_SECRET: [values.JWT_SECRET] };
  const problems = secretListErrors(secretsIn(values.REFRESH_SECRET), others);
  return problems.map((problem) => ({ name: 'REFRESH_SECRET', problem, fix: FIX }));
}
