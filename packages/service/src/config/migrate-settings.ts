import { defineConfig } from './config-definition.js';
import type { ConfigOf } from './config-definition.js';
import { databaseUrl, serviceSettings } from './service-settings.js';
import { makeSetting } from './setting.js';
import { setting } from './setting-makers.js';

const settings = {
  DATABASE_URL: serviceSettings.DATABASE_URL,
  MIGRATE_DATABASE_URL: makeSetting(
    'postgres URL',
    {
      describe:
        "The same database as the owner of its tables: who migrates, and grants to DATABASE_URL's role what the service needs. Unset: DATABASE_URL.",
      fix: 'Set it to postgres://owner:password@host:5432/database, past any pooler, or leave it out.',
      example: 'postgres://bank-owner:password@127.0.0.1:5432/bank',
      optional: true as const,
    },
    databaseUrl,
    true,
  ),
  ALLOW_PLAIN_INTERNAL: serviceSettings.ALLOW_PLAIN_INTERNAL,
  ADMIN_DATABASE_URL: makeSetting(
    'postgres URL',
    {
      describe:
        'A superuser of the server: read by `migrate --roles` alone, which makes the database and the two roles.',
      fix: 'Set it to postgres://superuser:password@host:5432/postgres, or leave it out.',
      example: 'postgres://latchkey:password@127.0.0.1:5432/postgres',
      optional: true as const,
    },
    databaseUrl,
    true,
  ),
  MIGRATE_WAIT: setting.duration({
    describe:
      'Seconds for which a migration waits: for a database that is not up yet, for another migration, for a table that others use.',
    default: 60,
    min: 1,
    max: 3600,
  }),
};

/** What `migrate` reads from the environment, of every service. */
export const migrateConfig = defineConfig(settings);

/** The values of {@link migrateConfig}. */
export type MigrateConfig = ConfigOf<typeof settings>;
