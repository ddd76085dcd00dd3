import { defineConfig } from '@playwright/test';

// What a shell says to PostgreSQL's programs is not meant for tests; workers inherit what is left.
for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name];

const { LATCHKEY_QA_JUNIT: junit } = process.env;

export default defineConfig({
  testDir: '.',
  // The scenario has a folder of its own, so that other tests take nothing away from it.
  outputDir: process.env['LATCHKEY_QA_WORK'] ?? 'test-results/artifacts',
  globalSetup: [
    './browser/unpack.ts',
    ...(process.env['LATCHKEY_QA_BANK'] === undefined ? ['./stack/prepare-databases.ts'] : []),
  ],
  // Each worker owns its processes, so they run side by side; most of the time they wait. What measures time comes last, and
  // has the machine for itself. Never a second try.
  workers: 3,
  projects: [
    // Patience costs nothing where all is well, and spares a busy machine.
    {
      name: 'qa',
      testMatch: ['qa/steps/**/*.spec.ts'],
      timeout: 300_000,
      use: { actionTimeout: 40_000, navigationTimeout: 60_000 },
    },
    // The same of each service's own steps: a new service brings them along.
    {
      name: 'services',
      testDir: '../apps',
      testMatch: ['*/test/scenario/**/*.spec.ts'],
      timeout: 300_000,
      use: { actionTimeout: 40_000, navigationTimeout: 60_000 },
    },
    { name: 'report', testMatch: ['qa/report/test/**/*.spec.ts'] },
    {
      name: 'refusals',
      testMatch: ['boot', 'conformance', 'examples', 'attacks', 'connections'].map(
        (folder) => `${folder}/**/*.spec.ts`,
      ),
      testIgnore: ['attacks/cost.spec.ts'],
    },
    {
      name: 'endurance',
      testMatch: ['endurance/**/*.spec.ts'],
      // The full size takes minutes a test and the machine for itself: npm run endurance. The small ones mostly wait.
      ...(process.env['LATCHKEY_E2E'] === 'full' ? { workers: 1, timeout: 900_000 } : {}),
    },
    {
      name: 'bounds',
      testMatch: ['attacks/cost.spec.ts', 'fairness/**/*.spec.ts', 'browser/**/*.spec.ts'],
      workers: 1,
      dependencies: ['report', 'refusals', 'endurance'],
    },
  ],
  // Minutes long: npm run endurance runs them.
  ...(process.env['LATCHKEY_E2E'] === 'full' ? {} : { grepInvert: /@full/ }),
  retries: 0,
  forbidOnly: true,
  // Ends what hangs: no test says by it how fast anything is.
  timeout: 600_000,
  expect: { timeout: 20_000 },
  // The scenario tells itself, and writes a report for people.
  reporter: [
    // Before the scenario's own, which hands it on without secrets.
    ...(junit === undefined ? [] : [['junit', { outputFile: junit, stripANSIControlSequences: true }] as const]),
    process.env['LATCHKEY_QA_REPORT'] === undefined ? ['list'] : ['./qa/reporter.ts'],
    ['json', { outputFile: `${process.env['LATCHKEY_QA_WORK'] ?? 'test-results'}/report.json` }],
  ],
  use: {
    // The report has its own pictures; a film of every step would cost more than the step.
    trace: { mode: 'retain-on-failure', screenshots: false },
    video: 'off',
    screenshot: 'off',
    // Colours that are still on their way are no colours to judge.
    contextOptions: { reducedMotion: 'reduce' },
  },
});
