import { authSettings, secretFault } from '@latchkey/auth';
import {
  ConfigError,
  defineConfig,
  loadConfig,
  serviceSettings,
  setting,
  type ConfigDefinition,
  type Fault,
} from '@latchkey/service';
import { readRegistry, registryFaults, registrySettings } from '../registry/registry.config.js';
import type { RegistryEntry } from '../registry/registry.contract.js';

const keysConfig = defineConfig(
  {
    KEYS_FOLDER: setting.text({
      describe: 'Folder of the key files: bank/keys.bank.json and verify/keys.verify.json.',
      fix: 'Name it with --folder or KEYS_FOLDER.',
    }),
    KEYS_AT: setting.text({
      describe: 'Where services are reached, if not at their url: id=url, separated by spaces. --at outranks it.',
      optional: true,
    }),
    SSO_REGISTRY_FILE: { ...registrySettings.SSO_REGISTRY_FILE, optional: true as const },
    TOKEN_TTL: authSettings.TOKEN_TTL,
    OPS_TOKEN: serviceSettings.OPS_TOKEN,
  },
  ({ SSO_REGISTRY_FILE, KEYS_AT }) => [...registryFaults({ SSO_REGISTRY_FILE }), ...placeFaults(KEYS_AT)],
);

export type KeysConfig = typeof keysConfig extends ConfigDefinition<infer C> ? C : never;

/** What the command line says instead of the environment. */
export interface Given {
  readonly folder?: string | undefined;
  readonly registry?: string | undefined;
  readonly tokenTtl?: string | undefined;
}

/** The settings of the keys command; throws ConfigError with all faults. */
export function readKeysConfig({ folder, registry, tokenTtl }: Given): KeysConfig {
  const given = { KEYS_FOLDER: folder, SSO_REGISTRY_FILE: registry, TOKEN_TTL: tokenTtl };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return loadConfig(keysConfig, { ...process.env, ...Object.fromEntries(said) });
}

/** `retirement=http://10.0.0.7:3002` as id and url; undefined if it is not of that form. */
export function placeOf(text: string): readonly [id: string, url: string] | undefined {
  const [, id, url] = /^([a-z0-9-]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  return id !== undefined && URL.canParse(url!) ? [id, url!] : undefined;
}

/** Where services are reached that are not reached at their url. */
export function placesOf({ KEYS_AT }: KeysConfig): (readonly [id: string, url: string])[] {
  return partsOf(KEYS_AT).flatMap((part) => {
    const place = placeOf(part);
    return place === undefined ? [] : [place];
  });
}

const partsOf = (list = ''): string[] => list.split(/\s+/).filter((part) => part !== '');

function placeFaults(list: string | undefined): Fault[] {
  const bad = partsOf(list).filter((part) => placeOf(part) === undefined);
  const fix = 'Write retirement=http://10.0.0.7:3002, several separated by spaces.';
  return bad.map((part) => ({ name: 'KEYS_AT', problem: `holds ${part}, which is not id=url`, fix }));
}

/** The services to ask; throws ConfigError if no registry is set. */
export function servicesOf({ SSO_REGISTRY_FILE: path }: KeysConfig): RegistryEntry[] {
  if (path !== undefined) return readRegistry(path);
  const fix = 'Name it with --registry or SSO_REGISTRY_FILE.';
  throw new ConfigError([{ name: 'SSO_REGISTRY_FILE', problem: 'is missing: it says which services to ask', fix }]);
}

/** The secret that becomes the first key; throws ConfigError if it is none. */
export function readSecret(): string {
  const secret = process.env['JWT_SECRET'];
  const problem = secret === undefined || secret === '' ? 'is missing' : secretFault(secret);
  if (problem === undefined) return secret!;
  throw new ConfigError([{ name: 'JWT_SECRET', problem, fix: 'Set it to the secret that all services share now.' }]);
}
