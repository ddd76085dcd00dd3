import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

const BASE = 'deploy/kubernetes/base/kustomization.yaml';

/**
 * Copies the manifests of a clone to a folder, with all of its services: one that was just added is in no list yet. Resolves to the
 * names of the overlays.
 */
export function stageManifests(clone, services, folder) {
  for (const path of ['deploy/kubernetes', ...services.map((service) => `${service.path}/kubernetes`)]) {
    mkdirSync(join(folder, path), { recursive: true });
    cpSync(join(clone, path), join(folder, path), { recursive: true });
  }
  const base = parse(readFileSync(join(folder, BASE), 'utf8'));
  const own = services.map(({ path }) => `../../../${path}/kubernetes`);
  base.resources = [...new Set([...base.resources, ...own])];
  writeFileSync(join(folder, BASE), stringify(base));
  return readdirSync(join(folder, 'deploy/kubernetes/overlays'));
}
