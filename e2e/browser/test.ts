import { test as base } from '@playwright/test';
import { chromium } from './chromium.ts';
import { trustedToo } from './trusted.ts';

/** Playwright's test in the browser that is at hand. */
export const test = base.extend<object, object>({
  launchOptions: [
    async ({}, use) => {
      const { args = [], ...options } = await chromium();
      await use({ ...options, args: [...args, ...trustedToo()] });
    },
    { scope: 'worker', timeout: 100_000 },
  ],
});
