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
import { projectRoot } from '../stack/paths.js';

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

const NO_BROWSER =
  'There is no browser: no chromium or google-chrome on the PATH, and the one of the packages cannot be unpacked. ' +
  'Set CHROMIUM_PATH to one, or install the optional packages too: npm ci --include=optional.';

/** The browser to test in: the one named, else one on the PATH, else the one that came with the packages. */
export async function chromium(): Promise<LaunchOptions> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`CHROMIUM_PATH names no program: ${named}`);
    return { executablePath: named, args: FLAGS };
  }
  const installed = onThePath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
  if (installed !== undefined) return { executablePath: installed, args: FLAGS };
  return carried();
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

/** The Chromium inside an npm package: unpacked once, with the libraries that a bare machine lacks. */
async function carried(): Promise<LaunchOptions> {
  const folder = join(cacheFolder(), 'chromium');
  if (!existsSync(join(folder, 'chromium'))) await unpack(folder);
  const libraries = join(folder, 'al2023', 'lib');
  return {
    executablePath: join(folder, 'chromium'),
    args: [...FLAGS, '--no-zygote', '--disable-webgl'],
    env: {
      ...(process.env as Record<string, string>),
      FONTCONFIG_FILE: fontSettings(folder),
      LD_LIBRARY_PATH: [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter),
    },
  };
}

/** The settings inside the package name a fixed place; without a font that is found every text is zero pixels wide. */
function fontSettings(folder: string): string {
  const file = join(folder, 'fonts.conf');
  const targets = [join(folder, 'fonts'), '/usr/share/fonts'].map((target) => `<dir>${target}</dir>`).join('');
  writeFileSync(file, `<fontconfig>${targets}<cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>`);
  return file;
}

/** Unpacks next to the target and moves it there whole, so that a killed run leaves nothing half unpacked in use. */
async function unpack(folder: string): Promise<void> {
  const work = mkdtempSync(`${folder}-`);
  const script = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  const env = { ...process.env, TMPDIR: work, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };
  const unpacking = [
    process.execPath,
    ['--input-type=module', '-e', script],
    { env, cwd: `${projectRoot}e2e` },
  ] as const;
  await promisify(execFile)(...unpacking).catch((cause: unknown) => {
    rmSync(work, { recursive: true });
    throw new Error(NO_BROWSER, { cause });
  });
  try {
    renameSync(work, folder);
  } catch (error) {
    // Another run was faster; its copy is as good.
    if (!existsSync(join(folder, 'chromium'))) throw error;
    rmSync(work, { recursive: true });
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
