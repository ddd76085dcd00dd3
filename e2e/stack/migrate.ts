import { environmentOf, registryFile } from './environment.ts';
import { entry, projectRoot } from './paths.ts';
import { run } from './process.ts';
import { portsFrom } from './services.ts';
import { temporaryFolder } from './temporary-folder.ts';

/**
 * Runs the migrations of a service.
 *
 * @param url the database as the role that the service works as, `ownerUrl` as its owner
 * @param checkout root of the built clone that they are taken from; this one by default
 */
export async function migrate(service: string, url: string, ownerUrl: string, checkout = projectRoot): Promise<void> {
  const folder = temporaryFolder('latchkey-e2e-');
  const registry = registryFile(folder.path, portsFrom(20_001));
  const env = environmentOf(service, { database: url, registryFile: registry });
  const script = entry(service, 'migrate', checkout);
  const { code, output } = await run(script, { ...env, MIGRATE_DATABASE_URL: ownerUrl }, [], { checkout });
  folder.remove();
  if (code !== 0) throw new Error(`the migrations of ${service} ended with code ${code}:\n${output}`);
}
