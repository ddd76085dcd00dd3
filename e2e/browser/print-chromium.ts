// Prints how to launch the browser, as Playwright's launch options in JSON, for programs that are no tests.
import { chromium } from './chromium.ts';

try {
  process.stdout.write(JSON.stringify(await chromium()));
} catch (error) {
  process.stdout.write((error as Error).message);
  process.exitCode = 1;
}
