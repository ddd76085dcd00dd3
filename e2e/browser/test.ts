import { test as base } from '@playwright/test';
import { chromium } from './chromium.js';

/** Playwright's test in the browser that is at hand. */
export const test = base.extend<object, object>({
  launchOptions: [async ({}, use) => use(await chromium()), { scope: 'worker', timeout: 100_000 }],
});
