import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkImports } from '../lint/check-imports.mjs';

/** What is wrong, the file, what is written there, and the rule that refuses it. */
const samples = [
  [
    'an app that imports another app',
    'apps/retirement/src/a/a.service.ts',
    `import '@latchkey/bank';`,
    'services-are-apart',
  ],
  [
    'a path into another app',
    'apps/retirement/src/b/b.service.ts',
    `import '../../../bank/src/x.js';`,
    'relative-stays-in-workspace',
  ],
  [
    'a dynamic import of another app',
    'apps/bank/src/c/c.service.ts',
    `await import('@latchkey/retirement');`,
    'services-are-apart',
  ],
  ['issuing outside of the bank', 'apps/retirement/src/d/d.service.ts', `import '@nestjs/jwt';`, 'home-of-nestjs-jwt'],
  ['issuing outside of tokens', 'apps/bank/src/e/e.service.ts', `import '@nestjs/jwt';`, 'home-of-nestjs-jwt'],
  ['issuing in a package', 'packages/auth/src/token/f.ts', `import '@nestjs/jwt';`, 'home-of-nestjs-jwt'],
  ['the library below issuing', 'apps/bank/src/g/g.service.ts', `import 'jsonwebtoken';`, 'home-of-jsonwebtoken'],
  [
    'an entry that imports before it heeds signals',
    'apps/bank/src/main.ts',
    `import { serve } from '@latchkey/service';`,
    'entry-heeds-signals-first',
  ],
  ['an entry with a feature', 'apps/retirement/src/main.ts', `await import('./h/h.service.js');`, 'entry-imports'],
  ['hashing on the main thread', 'apps/bank/src/i/i.service.ts', `import 'bcryptjs';`, 'home-of-bcryptjs'],
  ['a contract with a library', 'apps/bank/src/j/j.contract.ts', `import 'typeorm';`, 'contract-imports'],
  [
    'a shared contract with a library',
    'packages/verifier/src/contract/k.contract.ts',
    `import 'lru-cache';`,
    'shared-contracts-need-only-zod',
  ],
  ['a rule with input or output', 'apps/bank/src/l/l.rules.ts', `import 'node:fs';`, 'rules-imports'],
  ['a rule with a repository', 'apps/bank/src/m/m.rules.ts', `import './m.repository.js';`, 'rules-imports'],
  ['an entity with a service', 'apps/bank/src/n/n.entity.ts', `import './n.service.js';`, 'entity-imports'],
  ['a repository with rules', 'apps/bank/src/o/o.repository.ts', `import './o.rules.js';`, 'repository-imports'],
  [
    'a service with types of typeorm',
    'apps/bank/src/p/p.service.ts',
    `import type { A } from 'typeorm';`,
    'service-names-types',
  ],
  ['a service with an entity', 'apps/bank/src/q/q.service.ts', `import './q.entity.js';`, 'service-imports'],
  ['a service with HTTP', 'apps/bank/src/r/r.service.ts', `import 'fastify';`, 'service-imports'],
  [
    'a controller with a repository',
    'apps/bank/src/s/s.controller.ts',
    `import './s.repository.js';`,
    'controller-imports',
  ],
  ['a controller with rules', 'apps/bank/src/t/t.controller.ts', `import './t.rules.js';`, 'controller-imports'],
  [
    'a site with code of its service',
    'apps/bank/web/src/u.tsx',
    `import { a } from '../../src/u/u.contract.js';`,
    'browser-takes-only-types-of-contracts',
  ],
  [
    'a site with types of a service',
    'apps/bank/web/src/v.tsx',
    `import type { A } from '../../src/v/v.service.js';`,
    'browser-names-only-types-of-contracts',
  ],
  [
    'a site with the Nest face',
    'apps/bank/web/src/w.tsx',
    `import '@latchkey/auth';`,
    'browser-takes-only-types-of-contracts',
  ],
  [
    'web with code of a contract',
    'packages/web/src/session/x.ts',
    `import { me } from '@latchkey/verifier/contract';`,
    'browser-takes-only-types-of-contracts',
  ],
  ['a service with React', 'apps/bank/src/y/y.service.ts', `import 'react';`, 'browser-stays-in-web'],
  [
    'the verifier with a framework',
    'packages/verifier/src/token/z.ts',
    `import '@nestjs/common';`,
    'verifier-needs-no-framework',
  ],
  [
    'the verifier with all of zod',
    'packages/verifier/src/keys/zz.contract.ts',
    `import { z } from 'zod';`,
    'verifier-needs-no-framework',
  ],
  ['a bundled library besides zod', 'packages/verifier/src/schema/zod.ts', `import 'lru-cache';`, 'zod-is-bundled'],
  [
    'the verifier with a package of ours',
    'packages/verifier/src/token/aa.ts',
    `import '@latchkey/service';`,
    'verifier-needs-no-framework',
  ],
  ['service that imports auth', 'packages/service/src/boot/ab.ts', `import '@latchkey/auth';`, 'service-is-below-auth'],
  [
    'auth that imports web',
    'packages/auth/src/guard/ac.ts',
    `import '@latchkey/web';`,
    'auth-is-above-verifier-and-service',
  ],
  ['testing in a service', 'apps/bank/src/ad/ad.service.ts', `import '@latchkey/testing';`, 'development-stays-out'],
  ['a black box that looks inside', 'e2e/login/ae.spec.ts', `import '@latchkey/verifier/contract';`, 'black-box'],
  [
    'a probe that looks inside',
    'packages/conformance/src/probes/af.ts',
    `import '@latchkey/verifier';`,
    'probes-stand-alone',
  ],
  [
    'a benchmark by a path',
    'bench/src/ag.ts',
    `import '../../apps/retirement/dist/main.js';`,
    'relative-stays-in-workspace',
  ],
  ['a script with a source', 'scripts/ah.mjs', `import '../packages/service/src/ah.js';`, 'scripts-use-what-is-built'],
  ['a role out of the list', 'apps/bank/src/ai/ai.manager.ts', `const a = 1;`, 'role-of-the-closed-list'],
  ['a file that says only where it is', 'apps/bank/src/aj/index.ts', `const a = 1;`, 'role-of-the-closed-list'],
  ['an entry in a feature', 'apps/bank/src/ak/main.ts', `const a = 1;`, 'role-of-the-closed-list'],
  ['a name that says nothing', 'packages/service/src/utils.ts', `const a = 1;`, 'a-name-that-says-something'],
  ['a folder that says nothing', 'packages/web/src/common/al.tsx', `const a = 1;`, 'a-name-that-says-something'],
  ['an import of what is not there', 'apps/bank/src/am/am.service.ts', `import './gone.js';`, 'nothing-unresolved'],
  ['files in a circle', 'apps/bank/src/an/an.service.ts', `import '../ao/ao.service.js';`, 'no-file-circles'],
];

/** What is allowed next to it. */
const allowed = {
  'apps/bank/src/ao/ao.service.ts': `import type { A } from './ao.contract.js';\nimport { B } from './ao.repository.js';\nimport '../an/an.service.js';`,
  'apps/bank/src/ap/ap.service.ts': `import type { A } from './ap.contract.js';\nimport { B } from './ap.repository.js';\nimport './queue-of-two.js';`,
  'apps/bank/web/src/aq.tsx': `import type { A } from '../../src/ap/ap.contract.js';\nimport { b } from '../../src/ap/ap.rules.js';\nimport type { Me } from '@latchkey/verifier/contract';`,
  'apps/bank/src/tokens/tokens.service.ts': `import '@nestjs/jwt';`,
  'apps/bank/src/ap/queue-of-two.ts': 'export {};',
};

const targets = ['x.ts', 'h/h.service.ts', 'm/m.repository.ts', 'n/n.service.ts', 'o/o.rules.ts', 'q/q.entity.ts']
  .concat(['s/s.repository.ts', 't/t.rules.ts', 'u/u.contract.ts', 'v/v.service.ts'])
  .concat(['ao/ao.contract.ts', 'ao/ao.repository.ts', 'ap/ap.contract.ts', 'ap/ap.repository.ts', 'ap/ap.rules.ts']);
const libraries = [
  '@nestjs/common',
  '@nestjs/jwt',
  'jsonwebtoken',
  'bcryptjs',
  'typeorm',
  'lru-cache',
  'zod',
  'fastify',
  'react',
];

let clone;
let result;
before(async () => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), 'latchkey-imports-')));
  for (const name of targets) for (const app of ['bank', 'retirement']) write(`apps/${app}/src/${name}`, 'export {};');
  for (const name of libraries) write(`node_modules/${name}/index.js`, 'export {};');
  for (const name of ['verifier', 'auth', 'service', 'web', 'testing', 'conformance']) pretendPackage(name);
  write('packages/service/src/ah.ts', 'export {};');
  write('apps/retirement/dist/main.js', 'export {};');
  for (const [, path, text] of samples) write(path, text);
  for (const [path, text] of Object.entries(allowed)) write(path, text);
  result = await checkImports(['apps', 'packages', 'e2e', 'bench', 'scripts'], clone);
});
after(() => rmSync(clone, { recursive: true }));

function write(path, text) {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text);
}

function pretendPackage(name) {
  const exports = { '.': './dist/index.js', './contract': './dist/contract/index.js' };
  write(`packages/${name}/package.json`, JSON.stringify({ name: `@latchkey/${name}`, type: 'module', exports }));
  for (const path of Object.values(exports)) write(join('packages', name, path), 'export {};');
  mkdirSync(join(clone, 'node_modules/@latchkey'), { recursive: true });
  symlinkSync(join(clone, 'packages', name), join(clone, 'node_modules/@latchkey', name));
}

const rulesAt = (path) => result.violations.filter(({ from }) => from === path).map(({ rule }) => rule);

for (const [what, path, , rule] of samples) {
  test(`${what} is refused`, () => assert.ok(rulesAt(path).includes(rule), `${path}: ${rulesAt(path).join(', ')}`));
}

test('what is allowed passes', () => {
  const circle = 'apps/bank/src/ao/ao.service.ts';
  const paths = Object.keys(allowed).filter((path) => path !== circle);
  assert.deepEqual(paths.flatMap(rulesAt), []);
});

test('folders whose files import each other make a circle, types alone do not', () => {
  assert.deepEqual(
    result.circles.map(({ folders }) => folders),
    [['apps/bank/src/an', 'apps/bank/src/ao']],
  );
});
