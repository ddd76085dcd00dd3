import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const root = new URL('../../../', import.meta.url).href;
const GLOBALS = 'jest-globals:';

const swc = {
  swcrc: false,
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'es2024',
    experimental: { keepImportAttributes: true },
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    // The same meaning as tsconfig.base.json gives to fields, imports and decorators.
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: true,
      verbatimModuleSyntax: true,
    },
  },
};

const transformed = new Map();
let current;
let files = 0;

/**
 * From now on our own modules are loaded again, for one more test file.
 *
 * @param {string} cacheDirectory where transformed sources are kept
 * @param {Map<string, string>} sourceMaps Jest's own: it tells places in errors by them
 * @returns {(url: string) => string} the URL of a module as this file's
 */
export function beginFile(cacheDirectory, sourceMaps) {
  files += 1;
  const mark = `?file=${files}`;
  current = { sourceMaps, cache: join(cacheDirectory, 'native') };
  mkdirSync(current.cache, { recursive: true });
  return (url) => url + mark;
}

/** What `@jest/globals` gives to the test file at hand. */
export function giveGlobals(globals) {
  globalThis[Symbol.for(GLOBALS)] = globals;
}

registerHooks({
  resolve(specifier, context, next) {
    const mark = /\?file=\d+$/.exec(context.parentURL ?? '')?.[0];
    if (mark === undefined) return next(specifier, context);
    if (specifier === '@jest/globals') return { url: GLOBALS + mark, format: 'module', shortCircuit: true };
    const found = next(sourceOf(specifier, context.parentURL), context);
    const isOwn = found.url.startsWith(root) && !found.url.includes('/node_modules/') && !found.url.includes('?');
    return isOwn ? { ...found, url: found.url + mark } : found;
  },
  load(url, context, next) {
    if (url.startsWith(GLOBALS)) return { format: 'module', source: globalsModule(), shortCircuit: true };
    const path = /^file:[^?]+\.ts(?=\?file=)/.exec(url)?.[0];
    if (path === undefined) return next(url, context);
    return { format: 'module', source: typescript(fileURLToPath(path), url), shortCircuit: true };
  },
});

/** Sources name each other as they are called once compiled. */
function sourceOf(specifier, parentUrl) {
  if (!specifier.startsWith('.') || !specifier.endsWith('.js')) return specifier;
  const asWritten = new URL(specifier, parentUrl);
  return existsSync(asWritten) ? specifier : specifier.replace(/\.js$/, '.ts');
}

function globalsModule() {
  const names = Object.keys(globalThis[Symbol.for(GLOBALS)]);
  return `export const { ${names.join(', ')} } = globalThis[Symbol.for('${GLOBALS}')];`;
}

function typescript(path, url) {
  const text = readFileSync(path, 'utf8');
  const name = createHash('sha1').update(path).update(text).digest('hex');
  const file = join(current.cache, name);
  if (!transformed.has(name) && !existsSync(`${file}.js`)) {
    const { code, map } = transformSync(text, { ...swc, filename: path, sourceFileName: path });
    write(`${file}.map`, map);
    write(`${file}.js`, code);
  }
  if (!transformed.has(name)) transformed.set(name, readFileSync(`${file}.js`, 'utf8'));
  current.sourceMaps.set(url, `${file}.map`);
  return transformed.get(name);
}

/** Whole or not at all: workers share the folder. */
function write(file, text) {
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}
