import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { LaunchOptions } from '@playwright/test';
import { packagedChromium } from './packaged-chromium.ts';

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

const NO_BROWSER =
  'There is no browser: the one of the packages cannot be unpacked or does not run here, and no chromium or google-chrome ' +
  'is on the PATH. Set CHROMIUM_PATH to one, or install the optional packages too: npm ci --include=optional.';

/**
 * The browser to test in: the one named, else the one that came with the packages, else one on the PATH. The packages' is a
 * headless shell: it spends a quarter of the CPU that a whole Chromium does on windows that nobody sees.
 */
export async function chromium(): Promise<LaunchOptions> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`CHROMIUM_PATH names no program: ${named}`);
    return { executablePath: named, args: FLAGS };
  }
  try {
    const { args = [], ...options } = await packagedChromium();
    return { ...options, args: [...FLAGS, ...args] };
  } catch (cause) {
    const executablePath = onThePath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
    if (executablePath === undefined) throw new Error(NO_BROWSER, { cause });
    return { executablePath, args: FLAGS };
  }
}

function onThePath(names: string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
