import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node, removeFolder } from './command.mjs';
import { playwright, scenario } from './playwright.mjs';
import { root } from './workspace.mjs';

/** The programs that run tests. Each tells its sums in a report; one without a report, or with no test in it, has failed. */
export const runners = [
  { name: 'jest', run: jest },
  { name: 'scripts', run: () => nodeTests('scripts/test') },
  { name: 'bench', run: () => nodeTests('bench/test') },
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

async function nodeTests(folder) {
  if (!existsSync(join(root, folder))) return { passed: 0, failed: 0 };
  const files = readdirSync(join(root, folder)).filter((name) => /\.test\.m?[jt]s$/.test(name));
  return withReport(async (report) => {
    const reporters = ['spec', 'stdout', 'tap', report];
    const flags = reporters.map((value, index) => `--test-reporter${index % 2 ? '-destination' : ''}=${value}`);
    // They mostly wait, so they run side by side on one core too.
    const args = ['--test', '--test-concurrency=4', ...flags, ...files.map((name) => join(folder, name))];
    const { code } = await node(args, { told: 'group' });
    const sumOf = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(readFileSync(report, 'utf8'))?.[1]);
    return verdict(code, sumOf('pass'), sumOf('fail') + sumOf('cancelled'));
  });
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
