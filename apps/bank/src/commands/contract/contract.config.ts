import { defineConfig, loadConfig, serviceSettings, type ConfigDefinition } from '@latchkey/service';
import { pollErrors, pollSettings } from '../replicas/replicas.config.js';

const contractConfig = defineConfig({ DATABASE_URL: serviceSettings.DATABASE_URL, ...pollSettings }, pollErrors);

export type ContractConfig = typeof contractConfig extends ConfigDefinition<infer C> ? C : never;

/** The settings of the contract command; throws ConfigError with all errors. */
export function readContractConfig({ registry, tokenTtl }: { registry?: string; tokenTtl?: string }): ContractConfig {
  const given = { SSO_REGISTRY_FILE: registry, TOKEN_TTL: tokenTtl };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return loadConfig(contractConfig, { ...process.env, ...Object.fromEntries(said) });
}
