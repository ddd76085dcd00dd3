import { authFaults, authSettings } from '@latchkey/auth';
import { defineConfig, serviceSettings, setting, type ConfigDefinition } from '@latchkey/service';

export const retirementConfig = defineConfig(
  {
    ...serviceSettings,
    ...authSettings,
    PORT: { ...serviceSettings.PORT, example: '3002' },
    PUBLIC_URL: { ...serviceSettings.PUBLIC_URL, example: 'http://retirement.demo.localhost:3002' },
    DATABASE_URL: {
      ...serviceSettings.DATABASE_URL,
      example: 'postgres://retirement:password@127.0.0.1:5432/retirement',
    },
    BANK_URL: setting.url({
      describe: 'Where this server reaches the bank; unset: at SSO_ISSUER.',
      fix: 'Set it to scheme, host and port only, for example http://127.0.0.1:3001.',
      example: 'http://127.0.0.1:3001',
      optional: true,
      originOnly: true,
    }),
  },
  (values) => authFaults(values, { holdsPrivateKeys: false }),
);

export type RetirementConfig = typeof retirementConfig extends ConfigDefinition<infer C> ? C : never;

/** The environment for the typeorm command line; `serve` and `migrate` read it for the processes. */
export const environment = process.env;
