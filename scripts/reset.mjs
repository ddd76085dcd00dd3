import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopEmbeddedPostgres } from '@latchkey/postgres';
import { explainWrite } from './file-lock.mjs';
import { say } from './log.mjs';

/** Removes what runs have made, by name: the data folder may hold other things, too. */
export async function reset(settings) {
  const { dataDir } = settings;
  await stopEmbeddedPostgres(join(dataDir, 'postgres'));
  for (const name of ['postgres', 'keys', 'jwt-secret', 'refresh-secret', 'service-keys', 'registry.json', 'logs']) {
    try {
      rmSync(join(dataDir, name), { recursive: true, force: true });
    } catch (error) {
      throw explainWrite(error, join(dataDir, name));
    }
  }
  const kept = ['bank', 'retirement'].filter((name) => settings[name].database);
  say(`  began anew${kept.length > 0 ? ` (but left the given database of ${kept.join(' and ')} as it is)` : ''}`);
}
