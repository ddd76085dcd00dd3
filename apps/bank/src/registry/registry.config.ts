import { readFileSync } from 'node:fs';
import { notJson } from '@latchkey/verifier';
import { setting, type SettingError } from '@latchkey/service';
import { registryFile, type RegistryEntry } from './registry.contract.js';
import { registryProblems } from './registry.rules.js';

export const registrySettings = {
  SSO_REGISTRY_FILE: setting.file({
    describe:
      'JSON list of the services of the deployment: {"id", "name", "url"} each and the "roles" it asks for, the bank among them.',
    fix: 'Set it to the path of the registry file, for example deploy/registry.json.',
    example: 'registry.json',
  }),
};

const FIX = 'Write a JSON list such as [{"id":"bank","name":"Bank","url":"https://bank.example.com"}, …].';

/** The settings that the registry is held against; one that is itself wrong is missing. */
export interface RegistryValues {
  readonly SSO_REGISTRY_FILE?: string | undefined;
  readonly SSO_COOKIE_DOMAIN?: string | undefined;
  readonly PUBLIC_URL?: URL | undefined;
}

/** Everything that is wrong with the registry file. */
export function registryErrors(values: RegistryValues): SettingError[] {
  if (values.SSO_REGISTRY_FILE === undefined) return [];
  const read = parse(values.SSO_REGISTRY_FILE);
  const problems =
    typeof read === 'string' ? [read] : registryProblems(read, values.SSO_COOKIE_DOMAIN, values.PUBLIC_URL?.origin);
  return problems.map((problem) => ({ name: 'SSO_REGISTRY_FILE', problem, fix: FIX }));
}

/** The services of a registry file that has been found without an error; each url is an origin. */
export function readRegistry(path: string): RegistryEntry[] {
  const read = parse(path);
  if (typeof read === 'string') throw new Error(`the registry file ${read}`);
  return read.map((service) => ({ ...service, url: new URL(service.url).origin }));
}

function parse(path: string): RegistryEntry[] | string {
  let text: string | undefined;
  let json: unknown;
  try {
    text = readFileSync(path, 'utf8');
    json = JSON.parse(text);
  } catch {
    return text === undefined ? 'names a file that cannot be read' : notJson(text);
  }
  const list = registryFile.safeParse(json);
  if (list.success) return list.data;
  const [issue] = list.error.issues;
  return `is not a list of services: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`;
}
