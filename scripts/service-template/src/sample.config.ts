import { authErrors, authSettings, verifierSettings } from '@latchkey/auth';
import { defineConfig, serviceSettings, type ConfigDefinition } from '@latchkey/service';

export const sampleConfig = defineConfig(
  {
    ...serviceSettings,
    ...authSettings,
    ...verifierSettings,
    PORT: { ...serviceSettings.PORT, example: '3999' },
    PUBLIC_URL: { ...serviceSettings.PUBLIC_URL, example: 'http://sample.demo.localhost:3999' },
    DATABASE_URL: { ...serviceSettings.DATABASE_URL, example: 'postgres://sample:password@127.0.0.1:5432/sample' },
  },
  (values) => authErrors(values, { holdsPrivateKeys: false }),
);

export type SampleConfig = typeof sampleConfig extends ConfigDefinition<infer C> ? C : never;
