import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { log } from '../../scripts/log.mjs';
import { root } from '../../scripts/workspace.mjs';
import { imageOf } from './compose-file.mjs';
import { pull, registryAnswers } from './registry.mjs';
import { StandIns } from './stand-ins.mjs';

/**
 * The images that the Dockerfile and docker-compose.yml name, as this engine can have them: by those names from a registry, or made
 * here. Resolves to the name to use for each of those names.
 */
export async function baseImages(run, engine, options) {
  const { docker } = engine;
  const names = namedImages();
  const wanted = Object.values(names);
  if (await registryAnswers(docker)) {
    let pulled = 0;
    for (const image of wanted) pulled += Number(await pull(docker, image));
    if (pulled === wanted.length) {
      log(`  from a registry: ${wanted.join(', ')}`);
      return Object.fromEntries(wanted.map((image) => [image, image]));
    }
  } else log('  no registry answers: base images are made here');
  const standIns = new StandIns(docker, options);
  const images = {};
  for (const [kind, image] of Object.entries(names)) {
    images[image] = await standIns.make(kind);
    log(`  ${images[image]} stands in for ${image.replace(/@.*/, '')}`);
    run.goOn();
  }
  return images;
}

/** By kind, such as node or postgres: what is pinned in the files that an operator builds and starts from. */
export function namedImages() {
  const dockerfile = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8');
  const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
  const foreign = Object.values(services)
    .map(({ image }) => imageOf(image))
    .filter((image) => !image.startsWith('latchkey-'));
  const [, node] = /^ARG NODE_IMAGE=(\S+)$/m.exec(dockerfile);
  return Object.fromEntries([node, ...foreign].map((image) => [kindOf(image), image]));
}

/** What an image is, whatever mirror and version: postgres of `mirror.example/postgres:18@sha256:…`. */
export function kindOf(image) {
  return image
    .replace(/@.*/, '')
    .replace(/:[\w.-]+$/, '')
    .split('/')
    .at(-1);
}
