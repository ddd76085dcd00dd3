import { createDatabase, dropAllOfThisRun, runtimeUrl, template } from './database.ts';
import { migrate } from './migrate.ts';
import { listServices } from './services.ts';

/** Migrates one template database per service; each stack copies them. What it returns cleans up after the last test. */
export default async function prepareDatabases(): Promise<() => Promise<void>> {
  try {
    await Promise.all([...listServices().map(({ id }) => prepare(id))]);
  } catch (error) {
    await dropAllOfThisRun();
    throw error;
  }
  return dropAllOfThisRun;
}

async function prepare(service: string): Promise<void> {
  const database = await createDatabase(template(service));
  await migrate(service, runtimeUrl(database), database);
}
