import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { node } from '../command.mjs';
import { root } from '../workspace.mjs';

/** What is wrong, the file, what is written there, and the rule that refuses it. */
const samples = [
  ['an import computed at run time', 'apps/bank/src/a/a.service.ts', 'await import(name);', 'latchkey(literal-import)'],
  [
    'an environment read elsewhere',
    'apps/bank/src/b/b.service.ts',
    'const a = process.env.A;',
    'latchkey(environment-in-config)',
  ],
  [
    'the same by another spelling',
    'packages/auth/src/c.ts',
    `const a = process['env'];`,
    'latchkey(environment-in-config)',
  ],
  [
    'the same by import',
    'apps/bank/src/d/d.service.ts',
    `import { env } from 'node:process';`,
    'latchkey(environment-in-config)',
  ],
  ['a barrel', 'apps/bank/src/e/e.service.ts', `export * from './e.rules.js';`, 'latchkey(no-barrel)'],
  ['a long file', 'packages/service/src/f.ts', 'const a = 1;' + '\n'.repeat(251), 'eslint(max-lines)'],
  [
    'a body that nothing looks at',
    'apps/bank/src/g/g.controller.ts',
    `import { Body } from '@nestjs/common';`,
    'eslint(no-restricted-imports)',
  ],
  [
    'an expression that takes long',
    'apps/bank/src/h/h.rules.ts',
    'export const h = /\\s+$/;',
    'latchkey(linear-expressions)',
  ],
];
const allowed = {
  'apps/bank/src/bank.config.ts': 'export const port = process.env.PORT;',
  'packages/service/src/index.ts': `export * from './a.js';`,
};

let clone;
let found;
before(async () => {
  clone = mkdtempSync(join(tmpdir(), 'latchkey-lint-'));
  cpSync(join(root, 'oxlint.config.ts'), join(clone, 'oxlint.config.ts'));
  for (const name of ['scripts', 'node_modules', 'package.json']) symlinkSync(join(root, name), join(clone, name));
  for (const [, path, text] of samples) write(path, text);
  for (const [path, text] of Object.entries(allowed)) write(path, text);
  const { output } = await node(['node_modules/oxlint/bin/oxlint', '-f', 'json', 'apps', 'packages'], {
    cwd: clone,
    quiet: true,
  });
  found = JSON.parse(output).diagnostics;
});
after(() => rmSync(clone, { recursive: true }));

function write(path, text) {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text);
}

const rulesAt = (path) => found.filter(({ filename }) => filename.endsWith(path)).map(({ code }) => code);

for (const [what, path, , rule] of samples) {
  test(`${what} is refused`, () => assert.ok(rulesAt(path).includes(rule), `${path}: ${rulesAt(path).join(', ')}`));
}

test('what is allowed passes', () => assert.deepEqual(Object.keys(allowed).flatMap(rulesAt), []));
