import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { log } from '../../scripts/log.mjs';
import { readRecord } from '../../scripts/file-lock.mjs';
import { stillRuns, stopAll } from '../../scripts/processes.mjs';
import { Docker, programs } from './docker.mjs';
import { PREFIX } from './stand-ins.mjs';

/** Removes what runs keep for the next one: the own engine's data, and base images that were made here, also in a found engine. */
export async function clean(cache) {
  const engine = readRecord(join(cache, 'engine-pid.json'));
  if (engine && stillRuns(engine)) await stopAll([engine], 30_000);
  rmSync(cache, { recursive: true, force: true });
  log(`  removed ${cache}`);
  const [program] = programs('docker');
  if (program === undefined) return;
  const docker = new Docker(program);
  const names = await docker.try([
    'images',
    '--format',
    '{{.Repository}}:{{.Tag}}',
    '--filter',
    `reference=${PREFIX}*`,
  ]);
  const images = names.code === 0 ? names.stdout.split('\n').filter((name) => name !== '') : [];
  if (images.length > 0) await docker.run(['image', 'rm', '--force', ...images]);
  for (const image of images) log(`  removed ${image}`);
}
