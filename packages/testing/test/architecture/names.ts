import { posix } from 'node:path';
import { roleOf } from './imports.js';
import { entryFiles, layers } from './layers.js';
import type { Source } from './source.js';

const MAX_LINES = 250;
const SAYS_NOTHING = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'types', 'shared']);

/** What is wrong with a file by its name, its size or its shape. */
export function fileFaults(source: Source): string[] {
  const { path, lines } = source;
  const faults: (string | false)[] = [
    lines > MAX_LINES && `${lines} lines: above ${MAX_LINES}`,
    nameFault(path) ?? false,
    isServiceSource(path) && !hasRole(path) && !isPlain(path) && 'bears no role of the closed list',
    isServiceSource(path) && source.onlyReexports && 'is a barrel: apps have none',
    isServiceSource(path) &&
      source.readsEnvironment &&
      !path.endsWith('.config.ts') &&
      'only *.config.ts reads the environment',
  ];
  return faults.filter((fault) => fault !== false);
}

/** A name that says nothing about what is inside. */
export function nameFault(path: string): string | undefined {
  const silent = path.split('/').find((part) => SAYS_NOTHING.has(part.split('.')[0] ?? part));
  return silent === undefined ? undefined : `the name ${silent} says nothing`;
}

function isServiceSource(path: string): boolean {
  return /^apps\/[^/]+\/src\//.test(path);
}

/** A class or function that is of no role has a name of two words or more. */
function isPlain(path: string): boolean {
  return /^apps\/[^/]+\/src\/.+\/[a-z0-9]+(-[a-z0-9]+)+\.ts$/.test(path);
}

function hasRole(path: string): boolean {
  const role = roleOf(posix.basename(path));
  if (role !== undefined) return Object.hasOwn(layers, role);
  return /^apps\/[^/]+\/src\/[^/]+$/.test(path) && entryFiles.includes(posix.basename(path));
}
