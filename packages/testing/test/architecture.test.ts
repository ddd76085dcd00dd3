import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { importFault } from './architecture/imports.js';
import { manifestFaults, type Manifest } from './architecture/manifests.js';
import { fileFaults } from './architecture/names.js';
import { parse, readSources, root, type Source } from './architecture/source.js';

const folders = ['apps', 'packages', 'e2e', 'bench', 'scripts'].filter((folder) => existsSync(root + folder));
const faultsOf = (source: Source): string[] => [
  ...fileFaults(source),
  ...source.imports.flatMap((one) => importFault(source, one) ?? []),
];

describe('the house', () => {
  const sources = readSources(folders);

  test('keeps every rule of imports, names and sizes', () => {
    expect(sources.flatMap((source) => faultsOf(source).map((fault) => `${source.path}: ${fault}`))).toEqual([]);
    expect(sources.length).toBeGreaterThan(20);
  });

  test('has manifests that keep the rules of dependencies', () => {
    const workspaces = ['apps', 'packages'].flatMap((top) => readdirSync(root + top).map((name) => `${top}/${name}`));
    const manifests = [...workspaces, 'e2e', 'bench'].filter((folder) => existsSync(`${root + folder}/package.json`));
    const read = (folder: string) => JSON.parse(readFileSync(`${root + folder}/package.json`, 'utf8')) as Manifest;
    expect(manifests.flatMap((folder) => manifestFaults(read(folder), folder))).toEqual([]);
    expect(manifests.length).toBeGreaterThanOrEqual(8);
  });
});

describe('a sample of each kind of violation is refused', () => {
  test.each([
    [
      'an app that imports another app',
      'apps/retirement/src/plan/plan.service.ts',
      `import '@latchkey/bank';`,
      'nothing imports an app',
    ],
    [
      'a path into another app',
      'apps/retirement/src/plan/plan.service.ts',
      `import '../../../bank/src/x.js';`,
      'stays in its workspace',
    ],
    [
      'a dynamic import of another app',
      'apps/bank/src/users/users.service.ts',
      `await import('@latchkey/retirement');`,
      'nothing imports an app',
    ],
    [
      'an import computed at run time',
      'apps/bank/src/users/users.service.ts',
      `await import(name);`,
      'an import is a literal',
    ],
    [
      'issuing outside of the bank',
      'apps/retirement/src/plan/plan.service.ts',
      `import '@nestjs/jwt';`,
      'one home only',
    ],
    [
      'an entry that imports before it heeds signals',
      'apps/bank/src/main.ts',
      `import { serve } from '@latchkey/service';`,
      'an entry heeds signals before it imports',
    ],
    ['issuing outside of tokens', 'apps/bank/src/login/login.service.ts', `import '@nestjs/jwt';`, 'one home only'],
    ['issuing in a package', 'packages/auth/src/token/verify.ts', `import '@nestjs/jwt';`, 'one home only'],
    ['hashing on the main thread', 'apps/bank/src/users/users.service.ts', `import 'bcryptjs';`, 'one home only'],
    [
      'a contract with a library',
      'apps/bank/src/users/users.contract.ts',
      `import 'typeorm';`,
      'contract does not import typeorm',
    ],
    [
      'a rule with input or output',
      'apps/bank/src/users/users.rules.ts',
      `import 'node:fs';`,
      'rules does not import node:*',
    ],
    [
      'a rule with a repository',
      'apps/bank/src/users/users.rules.ts',
      `import './users.repository.js';`,
      'rules does not import repository',
    ],
    [
      'an entity with a service',
      'apps/bank/src/users/users.entity.ts',
      `import './users.service.js';`,
      'entity does not import service',
    ],
    [
      'a repository with rules',
      'apps/bank/src/users/users.repository.ts',
      `import './users.rules.js';`,
      'repository does not import rules',
    ],
    [
      'a service with typeorm',
      'apps/bank/src/users/users.service.ts',
      `import type { A } from 'typeorm';`,
      'service does not import typeorm',
    ],
    [
      'a service with an entity',
      'apps/bank/src/users/users.service.ts',
      `import './user.entity.js';`,
      'service does not import entity',
    ],
    [
      'a controller with a repository',
      'apps/bank/src/users/users.controller.ts',
      `import './users.repository.js';`,
      'controller does not import repository',
    ],
    [
      'main with a feature',
      'apps/bank/src/main.ts',
      `await import('./users/users.service.js');`,
      'main.ts does not import service',
    ],
    [
      'a site with code of its service',
      'apps/bank/web/src/home.tsx',
      `import { a } from '../../src/users/users.contract.js';`,
      'types of contracts',
    ],
    [
      'a site with types of a service',
      'apps/bank/web/src/home.tsx',
      `import type { A } from '../../src/users/users.service.js';`,
      'types of contracts',
    ],
    ['a site with the verifier', 'apps/bank/web/src/home.tsx', `import '@latchkey/auth';`, 'only types of contracts'],
    [
      'web with code of a contract',
      'packages/web/src/session.ts',
      `import { meAnswer } from '@latchkey/verifier/contract';`,
      'only types of contracts',
    ],
    [
      'service that imports auth',
      'packages/service/src/boot/serve.ts',
      `import '@latchkey/auth';`,
      'service imports no package of ours',
    ],
    [
      'auth that imports web',
      'packages/auth/src/guard/guard.ts',
      `import '@latchkey/web';`,
      'auth imports service only',
    ],
    ['testing in a service', 'apps/bank/src/users/users.service.ts', `import '@latchkey/testing';`, 'for tests only'],
    [
      'a black box that looks inside',
      'e2e/test/login.test.ts',
      `import '@latchkey/verifier/contract';`,
      'e2e imports nothing of ours',
    ],
    [
      'a benchmark by a path',
      'bench/src/run.mjs',
      `import '../../apps/retirement/dist/main.js';`,
      'stays in its workspace',
    ],
    [
      'a script with a source',
      'scripts/start.mjs',
      `import '../packages/service/src/index.js';`,
      'stays in its workspace',
    ],
    [
      'an environment read elsewhere',
      'apps/bank/src/users/users.service.ts',
      `const a = process.env.A;`,
      'reads the environment',
    ],
    [
      'the same by another spelling',
      'apps/bank/src/users/users.service.ts',
      `const a = process['env'];`,
      'reads the environment',
    ],
    [
      'the same by import',
      'apps/bank/src/users/users.service.ts',
      `import { env } from 'node:process';`,
      'reads the environment',
    ],
    ['a barrel', 'apps/bank/src/users/users.service.ts', `export * from './users.rules.js';`, 'is a barrel'],
    ['a role out of the list', 'apps/bank/src/users/users.manager.ts', `const a = 1;`, 'no role of the closed list'],
    ['a file without a role', 'apps/bank/src/users/index.ts', `const a = 1;`, 'no role of the closed list'],
    ['an entry file in a feature', 'apps/bank/src/users/main.ts', `const a = 1;`, 'no role of the closed list'],
    ['a name that says nothing', 'packages/service/src/utils.ts', `const a = 1;`, 'the name utils.ts says nothing'],
    [
      'a folder that says nothing',
      'packages/web/src/common/button.tsx',
      `const a = 1;`,
      'the name common says nothing',
    ],
    ['a long file', 'packages/service/src/boot/serve.ts', 'const a = 1;' + '\n'.repeat(251), '251 lines: above 250'],
  ])('%s', (_kind, path, text, fault) => {
    expect(faultsOf(parse(path, text)).join('\n')).toContain(fault);
  });

  test('an allowed neighbour of the samples passes', () => {
    const text = `import type { A } from './users.contract.js';\nimport { B } from './users.repository.js';\nexport const a: A = B;\n`;
    expect(faultsOf(parse('apps/bank/src/users/users.service.ts', text))).toEqual([]);
    const site = `import type { A } from '../../src/users/users.contract.js';\nimport { b } from '../../src/users/name.rules.js';\nexport const a: A = b;\n`;
    expect(faultsOf(parse('apps/bank/web/src/home.tsx', site))).toEqual([]);
  });

  test.each([
    ['testing in production', 'apps/bank', { dependencies: { '@latchkey/testing': '1' } }, 'is a devDependency'],
    ['react in production', 'apps/bank', { dependencies: { react: '1' } }, 'react is a devDependency'],
    [
      'an app as a dependency',
      'packages/web',
      { devDependencies: { '@latchkey/bank': '1' }, exports: {} },
      'nothing depends on an app',
    ],
    ['a package without exports', 'packages/web', {}, 'says what it exports'],
    ['an app with exports', 'apps/bank', { exports: {} }, 'an app exports nothing'],
    ['a black box with a key', 'e2e', { devDependencies: { '@latchkey/auth': '1' } }, 'depends on nothing of ours'],
  ])('%s', (_kind, folder, manifest, fault) => {
    expect(manifestFaults({ name: 'x', ...manifest } as Manifest, folder).join('\n')).toContain(fault);
  });
});
