import { authErrors, authSettings } from '@latchkey/auth';
import { defineConfig, loadConfig, serviceSettings, setting, type ConfigDefinition } from '@latchkey/service';
import { registryErrors, registrySettings } from './registry/registry.config.js';
import { pepperErrors, pepperSettings } from './passwords/password-pepper.config.js';
import { refreshErrors, refreshSettings } from './tokens/refresh-secret.config.js';

const bankSettings = {
  ...serviceSettings,
  ...authSettings,
  ...refreshSettings,
  ...registrySettings,
  ...pepperSettings,
  PASSWORD_COST: setting.integer({
    describe: 'Cost of a password hash: each step doubles the time of a login attempt, right or wrong.',
    default: 12,
    min: 10,
    max: 14,
  }),
  EVENTS_KEPT_DAYS: setting.integer({
    describe: 'Days for which security events are kept; an hourly job removes older ones.',
    default: 400,
    min: 90,
    max: 36_500,
  }),
  THROTTLE_ACCOUNT: setting.integer({
    describe:
      'Wrong logins in 15 minutes for one account from one address; 0 = no limit by account, neither of failures in a row nor of right logins.',
    default: 10,
    max: 1_000_000,
  }),
  THROTTLE_ADDRESS: setting.integer({
    describe:
      'Wrong logins in 15 minutes from one address or IPv6 /64, of accounts that are not known there; 0 = no limit by address.',
    default: 100,
    max: 1_000_000,
  }),
  THROTTLE_REGISTER: setting.integer({
    describe: 'Registrations in an hour from one address or IPv6 /64; 0 = no limit.',
    default: 20,
    max: 1_000_000,
  }),
};

export const bankConfig = defineConfig(bankSettings, (values) => [
  ...authErrors(values, { holdsPrivateKeys: true }),
  ...refreshErrors(values),
  ...pepperErrors(values),
  ...registryErrors(values),
]);

export type BankConfig = typeof bankConfig extends ConfigDefinition<infer C> ? C : never;

/** The bank's configuration for commands besides the service itself; throws ConfigError with all errors. */
export const readBankConfig = (): BankConfig => loadConfig(bankConfig, process.env);
