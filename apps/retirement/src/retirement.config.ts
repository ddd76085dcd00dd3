import { authErrors, authSettings, verifierSettings } from '@latchkey/auth';
import { defineConfig, serviceSettings, type ConfigDefinition } from '@latchkey/service';

export const retirementConfig = defineConfig(
  {
    ...serviceSettings,
    ...authSettings,
    ...verifierSettings,
    PORT: { ...serviceSettings.PORT, example: '3002' },
    PUBLIC_URL: { ...serviceSettings.PUBLIC_URL, example: 'http://retirement.demo.localhost:3002' },
    DATABASE_URL: {
      ...serviceSettings.DATABASE_URL,
      example: 'postgres://retirement:password@127.0.0.1:5432/retirement',
    },
  },
  (values) => authErrors(values, { holdsPrivateKeys: false }),
);

export type RetirementConfig = typeof retirementConfig extends ConfigDefinition<infer C> ? C : never;

/** The environment for the typeorm command line; `serve` and `migrate` read it for the processes. */
export const environment = process.env;
