import { createDatabase, dropAllOfThisRun, runtimeUrl, template } from './database.js';
import { environmentOf, registryFile } from './environment.js';
import { temporaryFolder } from './temporary-folder.js';
import { entry, type ServiceId } from './paths.js';
import { run } from './process.js';

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
  const folder = temporaryFolder('latchkey-e2e-');
  const env = environmentOf(service, {
    database: runtimeUrl(database),
    registryFile: registryFile(folder.path, { bankPort: 20_001, retirementPort: 20_002 }),
  });
  const { code, output } = await run(entry(service, 'migrate'), { ...env, MIGRATE_DATABASE_URL: database });
  folder.remove();
  if (code !== 0) throw new Error(`the migrations of ${service} ended with code ${code}:\n${output}`);
}
