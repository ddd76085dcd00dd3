import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from '@playwright/test';

const CARRIED = fileURLToPath(new URL('../../../node_modules/.cache/latchkey/chromium', import.meta.url));
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

/** Starts the browser that is named, else one on the PATH, else the one that the browser tests have unpacked. */
export async function startBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH || onThePath(['chromium', 'chromium-browser', 'google-chrome']);
  if (named) return chromium.launch({ executablePath: named, args: FLAGS });
  const executablePath = join(CARRIED, 'chromium');
  if (!existsSync(executablePath)) {
    throw new Error('There is no browser. Set CHROMIUM_PATH, or run npm test -- e2e once: it unpacks one.');
  }
  const env = {
    ...(process.env as Record<string, string>),
    FONTCONFIG_FILE: join(CARRIED, 'fonts.conf'),
    LD_LIBRARY_PATH: join(CARRIED, 'al2023', 'lib'),
  };
  return chromium.launch({ executablePath, args: [...FLAGS, '--no-zygote', '--disable-webgl'], env });
}

function onThePath(names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
}
