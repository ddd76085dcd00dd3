import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node } from './command.mjs';
import { listServices, root } from './workspace.mjs';

/** What reads the code without running it: each counts as one test. */
export const checks = [
  { name: 'lint', run: () => checkAll([['node_modules/oxlint/bin/oxlint'], ['scripts/lint/imports.mjs']]) },
  { name: 'format', run: () => check(['node_modules/oxfmt/bin/oxfmt', '--check']) },
  { name: 'types', run: checkTypes },
];

// What no build compiles: tests, sites, and the programs that run as TypeScript.
const projects = [
  'tsconfig.tests.json',
  'packages/web/tsconfig.json',
  ...listServices().map(({ path }) => `${path}/web/tsconfig.json`),
  'e2e/tsconfig.json',
  'bench/tsconfig.json',
];

function checkTypes() {
  const present = projects.filter((path) => existsSync(join(root, path)));
  return checkAll(present.map((project) => ['node_modules/typescript/bin/tsc', '--noEmit', '-p', project]));
}

async function checkAll(programs) {
  const sum = { passed: 0, failed: 0, why: '' };
  for (const args of programs) {
    const result = await check(args);
    sum.passed += result.passed;
    sum.failed += result.failed;
    sum.why += result.why;
  }
  return sum;
}

async function check(args) {
  const { code, output } = await node(args, { quiet: true, env: { NO_COLOR: '1' } });
  return code === 0 ? { passed: 1, failed: 0, why: '' } : { passed: 0, failed: 1, why: output };
}
