import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { manifestErrors } from '../lint/manifests.mjs';
import { listServices, root } from '../workspace.mjs';

const read = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
const services = listServices().map(({ path }) => read(path).name);

test('every package.json keeps the rules of dependencies', () => {
  const below = ['apps', 'packages', 'examples'].flatMap((top) =>
    readdirSync(join(root, top)).map((name) => `${top}/${name}`),
  );
  const folders = [...below, 'e2e', 'bench'].filter((folder) => existsSync(join(root, folder, 'package.json')));
  assert.deepEqual(
    folders.flatMap((folder) => manifestErrors(read(folder), folder, services)),
    [],
  );
  assert.ok(folders.length >= 8);
});

/** @type {[string, string, object, string][]} */
const samples = [
  ['testing in production', 'apps/bank', { dependencies: { '@latchkey/testing': '1' } }, 'is a devDependency'],
  ['react in production', 'apps/bank', { dependencies: { react: '1' } }, 'react is a devDependency'],
  [
    'a service as a dependency',
    'packages/web',
    { devDependencies: { '@latchkey/bank': '1' }, exports: {} },
    'nothing depends on a service',
  ],
  ['a package without exports', 'packages/web', {}, 'says what it exports'],
  [
    'an example with what is not published',
    'examples/hono',
    { dependencies: { '@latchkey/testing': '1' } },
    'is published',
  ],
  [
    'an example as a dependency',
    'bench',
    { devDependencies: { '@latchkey/example-hono': '1' } },
    'depends on an example',
  ],
  ['a service with exports', 'apps/bank', { exports: {} }, 'a service exports nothing'],
  ['a black box with a key', 'e2e', { devDependencies: { '@latchkey/auth': '1' } }, 'depends on nothing of ours'],
];

for (const [what, folder, manifest, error] of samples) {
  test(`${what} is refused`, () => {
    assert.match(manifestErrors({ name: 'x', ...manifest }, folder, services).join('\n'), new RegExp(error));
  });
}
