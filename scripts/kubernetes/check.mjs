import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeFolder } from '../command.mjs';
import { configOf } from '../service-documents.mjs';
import { ISSUER, listServices, root } from '../workspace.mjs';
import { availabilityErrors } from './availability-rules.mjs';
import { buildManifests } from './build.mjs';
import { documentedKeys } from './documented.mjs';
import { environmentOf } from './environment.mjs';
import { networkErrors } from './network-rules.mjs';
import { nameOf } from './objects.mjs';
import { podErrors } from './pod-rules.mjs';
import { referenceErrors } from './reference-rules.mjs';
import { samplesFor } from './samples.mjs';
import { schemaErrors } from './schema.mjs';
import { addressErrors, settingErrors } from './setting-rules.mjs';
import { stageManifests } from './stage.mjs';

/** Builds every overlay of a clone with all of its services, which must be built; resolves to the objects of each by its name, and all errors. */
export async function checkManifests(program, clone = root) {
  const services = listServices(clone);
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-kubernetes-'));
  try {
    const programs = await programsOf(clone, services);
    const external = externalKeys(clone, services);
    const built = {};
    const errors = [];
    for (const overlay of stageManifests(clone, services, folder)) {
      const objects = buildManifests(program, join(folder, 'deploy/kubernetes/overlays', overlay));
      built[overlay] = objects;
      const samples = samplesFor(objects, external, join(folder, overlay));
      errors.push(...errorsOf(objects, { ...programs, ...samples, external }).map((error) => `${overlay}: ${error}`));
    }
    return { built, errors: [...errors, ...(await schemaErrors(Object.values(built).flat()))] };
  } finally {
    removeFolder(folder);
  }
}

/** What is wrong with the objects of one overlay by the rules of ours. */
export function errorsOf(objects, context) {
  return [
    ...podErrors(objects),
    ...availabilityErrors(objects, (deployment) => graceOf(deployment, objects, context.valueOf)),
    ...referenceErrors(objects, context.external),
    ...networkErrors(objects),
    ...settingErrors(objects, context),
    ...addressErrors(objects, context.valueOf),
  ];
}

/** The settings of what a container runs, and what reads them. */
export async function programsOf(clone, services) {
  const { loadConfig, migrateConfig } = await import(pathToFileURL(join(clone, 'packages/service/dist/index.js')).href);
  const configs = Object.fromEntries(await Promise.all(services.map(async (one) => [one.id, await configOf(one)])));
  return {
    loadConfig,
    configOf: ({ container: { args = [] }, labels }) =>
      args.includes('dist/migrate.js')
        ? migrateConfig
        : args.includes('dist/main.js')
          ? configs[labels[NAME]]
          : undefined,
  };
}

/** What the operator makes by the commands of the page; an added service has what the page makes for the one that is not the bank. */
export function externalKeys(clone, services) {
  const keys = documentedKeys(readFileSync(join(clone, 'docs/kubernetes.md'), 'utf8'));
  const [pattern, ...added] = services.filter(({ id }) => id !== ISSUER);
  return Object.assign(
    keys,
    ...added.map(({ id }) => ({ [`Secret latchkey-${id}`]: keys[`Secret latchkey-${pattern.id}`] })),
  );
}

// Unset it is 15 wherever a balancer asks.
function graceOf(deployment, objects, valueOf) {
  const {
    metadata: { labels },
    spec,
  } = deployment.spec.template;
  const { values } = environmentOf(
    { container: spec.containers[0], labels, name: nameOf(deployment) },
    objects,
    valueOf,
  );
  return Number(values.DRAIN_GRACE ?? 15);
}

const NAME = 'app.kubernetes.io/name';
