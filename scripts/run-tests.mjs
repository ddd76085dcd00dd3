import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './install-and-build.mjs';
import { node, removeFolder } from './command.mjs';
import { withTestDatabase } from './database.mjs';
import { ExplainedError, log } from './log.mjs';
import { playwright, scenario } from './playwright.mjs';
import { isInterrupted } from './processes.mjs';
import { listServices, root } from './workspace.mjs';

/** Runs what is named, or all: checks first, then tests on a database server of this run. Never throws; sums up. */
export async function runTests(only) {
  const known = [...checks, ...runners].map(({ name }) => name);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new ExplainedError(`There is no ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  const wanted = ({ name }) => only.length === 0 || only.includes(name);
  const sum = { passed: 0, failed: 0 };
  const count = async (name, work) => {
    const began = Date.now();
    log(`\n── ${name}`);
    const { passed, failed, why } = await work().catch((error) => ({ passed: 0, failed: 1, why: wordsOf(error) }));
    if (why) log(why);
    log(`── ${name}: ${passed} passed, ${failed} failed (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    sum.passed += passed;
    sum.failed += failed;
    return failed === 0;
  };
  const built = await count('build', () => build().then(() => ({ passed: 1, failed: 0 })));
  for (const { name, run } of checks.filter(wanted)) await count(name, run);
  if (!built) return sum;
  await withTestDatabase(async (databaseUrl) => {
    for (const { name, run } of runners.filter(wanted)) if (!isInterrupted()) await count(name, () => run(databaseUrl));
  }).catch((error) => count('database', () => Promise.reject(error)));
  return sum;
}

function wordsOf(error) {
  if (isInterrupted()) return 'It was interrupted.';
  return error instanceof ExplainedError ? error.message : String(error?.stack ?? error);
}

/** What reads the code without running it: each counts as one test. */
export const checks = [
  {
    name: 'lint',
    run: () =>
      checkAll([['node_modules/oxlint/bin/oxlint'], ['scripts/lint/imports.mjs'], ['scripts/lint/migrations.mjs']]),
  },
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

/** The programs that run tests. Each tells its sums in a report; one without a report, or with no test in it, has failed. */
export const runners = [
  { name: 'jest', run: jest },
  { name: 'scripts', run: (databaseUrl) => nodeTests(['scripts/test', 'deploy/test'], databaseUrl) },
  { name: 'bench', run: () => nodeTests(['bench/test']) },
  { name: 'qa', run: qa },
  { name: 'e2e', run: e2e },
];

async function jest(databaseUrl) {
  return withReport(async (report) => {
    const flags = ['--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
    const args = [...flags, '--ci', '--json', `--outputFile=${report}`];
    const { code } = await node(args, { env: { TEST_DATABASE_URL: databaseUrl }, told: 'group' });
    const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites } = readJson(report);
    return verdict(code, passed, numFailedTests + numRuntimeErrorTestSuites);
  });
}

/** The server of this run is at hand for those that start other tests; it is not named as for those, which would change what is tested. */
async function nodeTests(folders, databaseUrl) {
  const files = folders.flatMap((folder) => testsIn(folder));
  if (files.length === 0) return { passed: 0, failed: 0 };
  return withReport(async (report) => {
    const reporters = ['spec', 'stdout', 'tap', report];
    const flags = reporters.map((value, index) => `--test-reporter${index % 2 ? '-destination' : ''}=${value}`);
    // They mostly wait, so they run side by side on one core too.
    const args = ['--test', '--test-concurrency=4', ...flags, ...files];
    const { code } = await node(args, { env: { SHARED_DATABASE_URL: databaseUrl }, told: 'group' });
    const sumOf = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(readFileSync(report, 'utf8'))?.[1]);
    return verdict(code, sumOf('pass'), sumOf('fail') + sumOf('cancelled'));
  });
}

function testsIn(folder) {
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  return names.filter((name) => /\.test\.m?[jt]s$/.test(name)).map((name) => join(folder, name));
}

/** The scenario in named steps; those that are left out count as neither passed nor failed. */
function qa(databaseUrl) {
  const folder = join(root, 'e2e/test-results');
  const env = { LATCHKEY_QA_REPORT: join(folder, 'qa'), LATCHKEY_QA_JUNIT: join(folder, 'junit.xml') };
  return reported(() => scenario(databaseUrl, {}, env));
}

/** What else is tested from outside. */
function e2e(databaseUrl) {
  return reported(async () => {
    const projects = ['report', 'refusals', 'bounds', 'endurance'].flatMap((name) => ['--project', name]);
    const { code } = await playwright(projects, { env: { E2E_DATABASE_URL: databaseUrl }, told: 'leader' });
    return code;
  });
}

async function reported(run) {
  const report = join(root, 'e2e/test-results/report.json');
  // A report of an earlier run must not speak for this one.
  rmSync(report, { force: true });
  const code = await run();
  const { stats, errors } = readJson(report);
  return verdict(code, stats.expected + stats.flaky, stats.unexpected + errors.length);
}

function verdict(code, passed, failed) {
  if (failed === 0 && code !== 0)
    return { passed, failed: 1, why: `It ended with code ${code}, though no test failed.` };
  if (passed + failed === 0) return { passed, failed: 1, why: 'It ran no test.' };
  return { passed, failed };
}

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-report-'));
  try {
    return await work(join(folder, 'report'));
  } finally {
    removeFolder(folder);
  }
}

function readJson(path) {
  if (!existsSync(path)) throw new Error('It ended without a report.');
  return JSON.parse(readFileSync(path, 'utf8'));
}
