import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { node, removeFolder } from '../command.mjs';
import { root } from '../workspace.mjs';
import { nameOf } from './objects.mjs';

const MODELS = join(root, 'node_modules/kubernetes-models');

/** kubernetes-models also knows what is long gone. */
const STABLE = /(^|\/)v\d+$/;

/**
 * What is wrong with objects by the schema of Kubernetes. The types of kubernetes-models find fields that are unknown or missing and
 * words that are none of a list; its validators find what types cannot say, such as the form of a quantity.
 */
export async function schemaErrors(objects) {
  const old = objects.filter(({ apiVersion }) => !STABLE.test(apiVersion));
  return [
    ...old.map((object) => `${nameOf(object)}: ${object.apiVersion} is no version that clusters keep`),
    ...(await typeErrors(objects)),
    ...(await formatErrors(objects)),
  ];
}

async function typeErrors(objects) {
  const kinds = [...new Set(objects.map(kindOf))];
  const imports = kinds.map(
    (kind, at) => `import type { I${kind.split('/').at(-1)} as T${at} } from '${MODELS}/${kind}.js';`,
  );
  const lines = [...imports];
  // Which object a line belongs to.
  const owners = [...kinds];
  for (const [at, object] of objects.entries()) {
    const text = `export const o${at}: T${kinds.indexOf(kindOf(object))} = ${JSON.stringify(object, null, 1)};`;
    for (const line of text.split('\n')) {
      lines.push(line);
      owners.push(nameOf(object));
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-schema-'));
  try {
    const file = join(folder, 'objects.ts');
    writeFileSync(file, lines.join('\n'));
    const flags = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--types',
      '',
      '--pretty',
      'false',
    ];
    const { code, output } = await node(['node_modules/typescript/bin/tsc', ...flags, file], { quiet: true });
    const found = [...output.matchAll(/objects\.ts\((\d+),\d+\): error \w+: (.+)/g)];
    if (code !== 0 && found.length === 0) throw new Error(output);
    return found.map(([, line, message]) => `${owners[line - 1]}: ${message}`);
  } finally {
    removeFolder(folder);
  }
}

async function formatErrors(objects) {
  const errors = [];
  for (const object of objects) {
    const path = join(MODELS, `${kindOf(object)}.js`);
    const models = await import(pathToFileURL(path).href).catch(() => ({}));
    try {
      new models[object.kind](object).validate();
    } catch ({ message }) {
      errors.push(`${nameOf(object)}: ${message}`);
    }
  }
  return errors;
}

const kindOf = ({ apiVersion, kind }) => `${apiVersion}/${kind}`;
