import { createDatabase, dropAllOfThisRun, runtimeUrl, template } from './database.ts';
import { migrate } from './migrate.ts';
import type { ServiceId } from './paths.ts';

/** Migrates one template database per service; each stack copies them. What it returns cleans up after the last test. */
export default async function prepareDatabases(): Promise<() => Promise<void>> {
  try {
    await Promise.all([prepare('bank'), prepare('retirement')]);
  } catch (error) {
    await dropAllOfThisRun();
    throw error;
  }
  return dropAllOfThisRun;
}

async function prepare(service: ServiceId): Promise<void> {
  const database = await createDatabase(template(service));
  await migrate(service, runtimeUrl(database), database);
}
