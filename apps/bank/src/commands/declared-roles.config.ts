import { defineConfig, loadConfig } from '@latchkey/service';
import { readRegistry, registryErrors, registrySettings } from '../registry/registry.config.js';
import { declaredRoles } from '../registry/registry.rules.js';

const registryConfig = defineConfig(registrySettings, registryErrors);

/** The roles that services of the registry declare, sorted; throws ConfigError if SSO_REGISTRY_FILE is wrong. */
export const readDeclaredRoles = (): string[] =>
  declaredRoles(readRegistry(loadConfig(registryConfig, process.env).SSO_REGISTRY_FILE));
