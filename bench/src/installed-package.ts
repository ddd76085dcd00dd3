import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '@latchkey/e2e/stack/paths';
import { temporaryFolder } from '@latchkey/e2e/stack/temporary-folder';

/** `@latchkey/verifier` as who installs it gets it: packed, and installed in a folder with nothing else. */
export interface InstalledPackage {
  /** Of all files below node_modules. */
  readonly bytes: number;
  /** Names of all packages there. */
  readonly packages: readonly string[];
  /** Address of each entry, by its name: `.`, `./express`. */
  readonly entries: ReadonlyMap<string, string>;
}

const NAME = '@latchkey/verifier';

/** Packs the verifier of this checkout, which is built, and installs it in an empty folder, for as long as it is used. */
export async function withInstalledVerifier<T>(use: (installed: InstalledPackage) => T | Promise<T>): Promise<T> {
  const folder = temporaryFolder('latchkey-package-');
  try {
    return await use(installIn(folder.path));
  } finally {
    folder.remove();
  }
}

function installIn(folder: string): InstalledPackage {
  // Not those by which an npm above chose a workspace.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(workspace|local)/.test(name)),
  );
  const npm = (args: string[]): string =>
    execFileSync('npm', [...args, '--silent', '--ignore-scripts'], { cwd: folder, env, encoding: 'utf8' }).trim();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  const tarball = npm(['pack', join(projectRoot, 'packages/verifier')]);
  npm(['install', `./${tarball}`, '--no-audit', '--no-fund', '--prefer-offline']);
  const modules = join(folder, 'node_modules');
  const files = readdirSync(modules, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const root = join(modules, NAME);
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, { default: string }>;
  };
  return {
    bytes: files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0),
    packages: files
      .filter(({ name, parentPath }) => name === 'package.json' && /node_modules\/(@[^/]+\/)?[^/]+$/.test(parentPath))
      .map(({ parentPath }) => parentPath.slice(modules.length + 1)),
    entries: new Map(
      Object.entries(exports).map(([name, entry]) => [name, pathToFileURL(join(root, entry.default)).href]),
    ),
  };
}
