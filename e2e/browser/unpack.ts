import { chromium } from './chromium.ts';

/** Unpacks the browser of the packages before workers ask for it all at once. */
export default async function unpackBrowser(): Promise<void> {
  await chromium();
}
