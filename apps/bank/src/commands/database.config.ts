import { defineConfig, loadConfig, serviceSettings } from '@latchkey/service';

const { DATABASE_URL, ALLOW_PLAIN_INTERNAL } = serviceSettings;
const databaseConfig = defineConfig({ DATABASE_URL, ALLOW_PLAIN_INTERNAL });

/** Where the bank's database is, for commands that need no more; throws ConfigError if that is wrong. */
export const readDatabaseConfig = () => loadConfig(databaseConfig, process.env);
