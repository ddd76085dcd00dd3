import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/artifacts',
  globalSetup: './house/prepare-databases.ts',
  // Each story owns its processes and some of them measure time: one after the other, never a second try.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 7_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  use: {
    trace: 'retain-on-failure',
    video: 'off',
    screenshot: 'off',
    // Colours that are still on their way are no colours to judge.
    contextOptions: { reducedMotion: 'reduce' },
  },
});
