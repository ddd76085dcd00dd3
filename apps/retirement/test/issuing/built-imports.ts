import { existsSync, readFileSync } from 'node:fs';
import { transformSync } from '@swc/core';

/** A source file as the build leaves it: no types, no comments. */
export function built(text: string): string {
  const parser = { syntax: 'typescript', decorators: true } as const;
  const transform = { legacyDecorator: true, decoratorMetadata: true, verbatimModuleSyntax: true };
  return transformSync(text, { swcrc: false, minify: true, jsc: { parser, transform, target: 'es2024' } }).code;
}

export function importsOf(code: string): string[] {
  return [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g)].map(([, from]) => from!);
}

/** Every file of ours that a process starting at the entries loads, and every foreign module that these import. */
export function reachedFrom(root: URL, entries: readonly string[]): { files: string[]; foreign: string[] } {
  const files = new Set<string>();
  const foreign = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    for (const from of importsOf(built(readFileSync(new URL(path, root), 'utf8')))) {
      const ours = sourceOf(root, path, from);
      if (ours === undefined) foreign.add(from);
      else if (ours.endsWith('.ts')) visit(ours);
    }
  };
  for (const entry of entries) visit(entry);
  return { files: [...files].sort(), foreign: [...foreign].sort() };
}

function sourceOf(root: URL, path: string, from: string): string | undefined {
  if (from.startsWith('.')) return relative(root, new URL(from.replace(/\.js$/, '.ts'), new URL(path, root)));
  const [, name, rest] = /^@latchkey\/([a-z-]+)(\/.*)?$/.exec(from) ?? [];
  if (name === undefined) return undefined;
  const folder = existsSync(new URL(`packages/${name}`, root)) ? `packages/${name}` : `apps/${name}`;
  const { exports } = JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), 'utf8'));
  const entry: string = exports[`.${rest ?? ''}`].default;
  return `${folder}/${entry.replace('./dist/', 'src/').replace(/\.js$/, '.ts')}`;
}

function relative(root: URL, url: URL): string {
  return url.pathname.slice(root.pathname.length);
}
