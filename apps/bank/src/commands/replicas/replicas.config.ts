import { authSettings } from '@latchkey/auth';
import {
  ConfigError,
  defineConfig,
  plainAddressErrors,
  serviceSettings,
  setting,
  textError,
  type ConfigDefinition,
  type SettingError,
} from '@latchkey/service';
import { secretError } from '@latchkey/verifier';
import { readRegistry, registryErrors, registrySettings } from '../../registry/registry.config.js';
import type { RegistryEntry } from '../../registry/registry.contract.js';

/** What a command needs that asks every replica of the deployment before it acts. */
export const pollSettings = {
  KEYS_AT: setting.text({
    describe: 'Where services are reached, if not at their url: id=url, separated by spaces. --at outranks it.',
    optional: true,
    isList: true,
  }),
  OPS_TOKENS: setting.secretList({
    describe: 'Tokens of services that have one of their own: id=token, separated by spaces. They outrank OPS_TOKEN.',
    fix: 'Write retirement=TOKEN, several separated by spaces, each token as the OPS_TOKEN of that service.',
    optional: true,
  }),
  SSO_REGISTRY_FILE: { ...registrySettings.SSO_REGISTRY_FILE, optional: true as const },
  TOKEN_TTL: authSettings.TOKEN_TTL,
  OPS_TOKEN: serviceSettings.OPS_TOKEN,
  ALLOW_PLAIN_INTERNAL: serviceSettings.ALLOW_PLAIN_INTERNAL,
};

const pollConfig = defineConfig(pollSettings);

export type PollConfig = typeof pollConfig extends ConfigDefinition<infer C> ? C : never;

/** Everything that is wrong with these settings. */
export const pollErrors = ({
  SSO_REGISTRY_FILE,
  KEYS_AT,
  OPS_TOKENS,
  ALLOW_PLAIN_INTERNAL: isAllowed,
}: Partial<PollConfig>): SettingError[] => [
  ...registryErrors({ SSO_REGISTRY_FILE }),
  ...placeErrors(KEYS_AT, isAllowed),
  ...tokenErrors(OPS_TOKENS),
];

/** `retirement=http://10.0.0.7:3002` as id and url; undefined if it is not of that form. */
export function placeOf(text: string): readonly [id: string, url: string] | undefined {
  const [, id, url] = /^([a-z0-9-]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  return id !== undefined && URL.canParse(url!) ? [id, url!] : undefined;
}

/** Where services are reached that are not reached at their url. */
export function placesOf({ KEYS_AT }: PollConfig): (readonly [id: string, url: string])[] {
  return partsOf(KEYS_AT).flatMap((part) => {
    const place = placeOf(part);
    return place === undefined ? [] : [place];
  });
}

const partsOf = (list = ''): string[] => list.split(/\s+/).filter((part) => part !== '');

function placeErrors(list: string | undefined, isPlainAllowed: boolean | undefined): SettingError[] {
  const fix = 'Write retirement=https://10.0.0.7:3002, several separated by spaces.';
  return partsOf(list).flatMap((part) => {
    const place = placeOf(part);
    if (place === undefined) return [{ name: 'KEYS_AT', problem: `holds ${part}, which is not id=url`, fix }];
    return plainAddressErrors('KEYS_AT', new URL(place[1]), isPlainAllowed);
  });
}

/** Throws ConfigError if one of the places of `--at` may not be asked: OPS_TOKEN is sent there. */
export function refusePlainPlaces(places: Iterable<readonly [id: string, url: string]>, config: PollConfig): void {
  const errors = [...places].flatMap(([, url]) =>
    plainAddressErrors('--at', new URL(url), config.ALLOW_PLAIN_INTERNAL),
  );
  if (errors.length > 0) throw new ConfigError(errors);
}

/** The token that opens a service: its own, or the one that all share. */
export function opsTokenOf(
  { OPS_TOKEN: shared, OPS_TOKENS }: Pick<PollConfig, 'OPS_TOKEN' | 'OPS_TOKENS'>,
  service: string,
): string | undefined {
  return tokensOf(OPS_TOKENS).find(([id]) => id === service)?.[1] ?? shared;
}

const tokensOf = (list: string | undefined): (readonly [id: string, token: string])[] =>
  partsOf(list).map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const);

function tokenErrors(list: string | undefined): SettingError[] {
  const fix = 'Write retirement=TOKEN, several separated by spaces; make tokens with: openssl rand -base64 48';
  return tokensOf(list).flatMap(([id, token], index) => {
    const where = /^[a-z0-9-]+$/.test(id) ? `token of ${id}` : `part (number ${index + 1}) that is not id=token`;
    const problem = where.startsWith('token') ? (textError(token) ?? secretError(token)) : '';
    return problem === undefined
      ? []
      : [{ name: 'OPS_TOKENS', problem: `holds a ${where}${problem && `: it ${problem}`}`, fix }];
  });
}

/** The services to ask; throws ConfigError if no registry is set. */
export function servicesOf({ SSO_REGISTRY_FILE: path }: PollConfig): RegistryEntry[] {
  if (path !== undefined) return readRegistry(path);
  const fix = 'Name it with --registry or SSO_REGISTRY_FILE.';
  throw new ConfigError([{ name: 'SSO_REGISTRY_FILE', problem: 'is missing: it says which services to ask', fix }]);
}
