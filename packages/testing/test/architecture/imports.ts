import { posix } from 'node:path';
import {
  entryBeginsWith,
  entryFiles,
  entryMayImport,
  homes,
  layers,
  typesAnywhere,
  typesInControllers,
} from './layers.js';
import type { Import, Source } from './source.js';

/** Why this import may not stand in this file, or nothing. The first reason found is the one told. */
export function importFault({ path }: Source, { from, typeOnly, isDynamic }: Import): string | undefined {
  if (from === '(computed)') return path.startsWith('apps/') ? 'an import is a literal' : undefined;
  const workspace = workspaceOf(path);
  const target = from.startsWith('.') ? posix.join(posix.dirname(path), from) : undefined;
  // Scripts belong to no workspace: they work on what is built.
  const isScript = workspace === 'scripts' && target?.includes('/dist/');
  if (target !== undefined && workspaceOf(target) !== workspace && !isScript)
    return 'a relative import stays in its workspace';
  if (!isDynamic && from !== entryBeginsWith && startsProcess(path)) return 'an entry heeds signals before it imports';
  return packageFault(path, workspace, from, typeOnly) ?? homeFault(path, from) ?? layerFault(path, from, typeOnly);
}

// data-source.ts is read by a command line of its own.
function startsProcess(path: string): boolean {
  const [, file] = /^apps\/[^/]+\/src\/([^/]+)$/.exec(path) ?? [];
  return file !== undefined && file !== 'data-source.ts' && entryFiles.includes(file);
}

function workspaceOf(path: string): string {
  return /^(apps|packages)\/[^/]+/.exec(path)?.[0] ?? path.split('/')[0] ?? path;
}

function packageFault(path: string, workspace: string, from: string, typeOnly: boolean): string | undefined {
  const ours = /^@latchkey\/[a-z-]+/.exec(from)?.[0];
  if (ours === undefined) return undefined;
  if (workspace === 'e2e' || workspace === 'bench') return `${workspace} imports nothing of ours`;
  if (ours === '@latchkey/bank' || ours === '@latchkey/retirement') return 'nothing imports an app';
  if (ours === '@latchkey/testing' && !inTests(path)) return '@latchkey/testing is for tests only';
  if (workspace === 'packages/service' && !inTests(path)) return 'service imports no package of ours';
  if (workspace === 'packages/auth' && !['@latchkey/service', '@latchkey/verifier'].includes(ours) && !inTests(path))
    return 'auth imports service and verifier only';
  const browser = workspace === 'packages/web' || /^apps\/[^/]+\/web\//.test(path);
  if (!browser || inTests(path) || ours === '@latchkey/web') return undefined;
  return typeOnly && from === '@latchkey/verifier/contract' ? undefined : 'the browser takes only types of contracts';
}

function inTests(path: string): boolean {
  return /\/test\/|\/jest\.config\.js$|^packages\/testing\/|^scripts\/test-database\.mjs$/.test(path);
}

function homeFault(path: string, from: string): string | undefined {
  const home = homes[from];
  if (home === undefined || !/^(apps|packages)\//.test(path) || inTests(path) || home.test(path)) return undefined;
  return `${from} is imported at its one home only (${home.source})`;
}

function layerFault(path: string, from: string, typeOnly: boolean): string | undefined {
  if (/^apps\/[^/]+\/web\//.test(path)) return siteFault(path, from, typeOnly);
  if (!/^apps\/[^/]+\/src\//.test(path) || homes[from] || from.endsWith('.json')) return undefined;
  const file = posix.basename(path);
  const allowed = entryFiles.includes(file) ? entryMayImport : layers[roleOf(file) ?? ''];
  if (allowed === undefined) return undefined;
  const kind = from.startsWith('.')
    ? (roleOf(posix.basename(from)) ?? (isPlain(from) ? 'plain' : from))
    : from.startsWith('node:')
      ? 'node:*'
      : from;
  const types = roleOf(file) === 'controller' ? [...typesAnywhere, ...typesInControllers] : typesAnywhere;
  if (typeOnly && types.includes(kind)) return undefined;
  return allowed.includes(kind) ? undefined : `${roleOf(file) ?? file} does not import ${kind}`;
}

function siteFault(path: string, from: string, typeOnly: boolean): string | undefined {
  const target = posix.join(posix.dirname(path), from);
  if (!from.startsWith('.') || target.includes('/web/')) return undefined;
  // Rules import nothing but rules and contracts' types: what a site shows while one types is what the service decides.
  if (target.endsWith('.rules.js')) return undefined;
  return typeOnly && target.endsWith('.contract.js')
    ? undefined
    : 'a site takes only rules, and types of contracts, from its service';
}

function isPlain(from: string): boolean {
  return /\/[a-z0-9]+(-[a-z0-9]+)+\.js$/.test(from);
}

/** `plan.rules.ts` and `./plan.rules.js` are of the role `rules`. */
export function roleOf(file: string): string | undefined {
  return /^[a-z0-9-]+\.([a-z]+)\.[jt]s$/.exec(file)?.[1];
}
