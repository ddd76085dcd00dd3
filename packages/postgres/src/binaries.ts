import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { linkLibraries } from './library-links.js';

/** Absolute paths of the programs that the platform's npm package carries. */
export interface Binaries {
  initdb: string;
  pg_ctl: string;
  postgres: string;
}

/** Finds PostgreSQL for this platform among the installed packages and makes it ready to run. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const binaries = await import(name).then(
    (found: Binaries) => found,
    (cause: unknown) => {
      throw new EmbeddedPostgresError(
        'package_missing',
        `There is no embedded PostgreSQL for ${platform}-${process.arch}: the package ${name} is not installed. ` +
          'Give the services a PostgreSQL of your own (BANK_DATABASE_URL, RETIREMENT_DATABASE_URL).',
        { cause },
      );
    },
  );
  await linkLibraries(binaries.postgres);
  return binaries;
}
