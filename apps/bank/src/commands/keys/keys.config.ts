import { ConfigError, defineConfig, loadConfig, setting, textError, type ConfigDefinition } from '@latchkey/service';
import { secretError } from '@latchkey/verifier';
import { pollErrors, pollSettings } from '../replicas/replicas.config.js';

const keysConfig = defineConfig(
  {
    KEYS_FOLDER: setting.text({
      describe: 'Folder of the key files: bank/keys.bank.json and verify/keys.verify.json.',
      fix: 'Name it with --folder or KEYS_FOLDER.',
    }),
    ...pollSettings,
  },
  pollErrors,
);

export type KeysConfig = typeof keysConfig extends ConfigDefinition<infer C> ? C : never;

/** What the command line says instead of the environment. */
export interface Given {
  readonly folder?: string | undefined;
  readonly registry?: string | undefined;
  readonly tokenTtl?: string | undefined;
}

/** The settings of the keys command; throws ConfigError with all errors. */
export function readKeysConfig({ folder, registry, tokenTtl }: Given): KeysConfig {
  const given = { KEYS_FOLDER: folder, SSO_REGISTRY_FILE: registry, TOKEN_TTL: tokenTtl };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return loadConfig(keysConfig, { ...process.env, ...Object.fromEntries(said) });
}

/** The secret that becomes the first key; throws ConfigError if it is none. */
export function readSecret(): string {
  const secret = process.env['JWT_SECRET'];
  const problem = secret === undefined || secret === '' ? 'is missing' : (textError(secret) ?? secretError(secret));
  if (problem === undefined) return secret!;
  throw new ConfigError([{ name: 'JWT_SECRET', problem, fix: 'Set it to the secret that all services share now.' }]);
}
