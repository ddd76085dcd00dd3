import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../stack/paths.ts';
import { readManifest, type Example, type Manifest } from './example.ts';

const shell = promisify(execFile);
const OURS = '@latchkey/';

/** Our packages as npm would publish them, packed once a run. */
export class Tarballs {
  readonly #packed = new Map<string, Promise<string>>();
  readonly #folders = foldersOfPackages();
  /** Where they are put. */
  readonly #into: string;

  constructor(into: string) {
    this.#into = into;
  }

  /** The tarballs of those of our packages that an example needs, and of those that they need, by name. */
  async neededBy(folder: string): Promise<Map<string, string>> {
    const names = this.#closure(readManifest(folder) ?? {});
    const packed = [...names].map(async (name) => [name, await this.#pack(name)] as const);
    return new Map(await Promise.all(packed));
  }

  #closure(manifest: Manifest, found = new Set<string>()): Set<string> {
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      if (!name.startsWith(OURS) || found.has(name)) continue;
      found.add(name);
      this.#closure(readManifest(this.#folderOf(name)) ?? {}, found);
    }
    return found;
  }

  #pack(name: string): Promise<string> {
    const packed = this.#packed.get(name) ?? this.#packNow(name);
    this.#packed.set(name, packed);
    return packed;
  }

  async #packNow(name: string): Promise<string> {
    const args = ['pack', '--silent', '--pack-destination', this.#into];
    const { stdout } = await shell('npm', args, { cwd: this.#folderOf(name) });
    return join(this.#into, stdout.trim());
  }

  #folderOf(name: string): string {
    const folder = this.#folders.get(name);
    if (folder === undefined) throw new Error(`there is no package ${name} in packages/`);
    return folder;
  }
}

function foldersOfPackages(): Map<string, string> {
  const parent = join(projectRoot, 'packages');
  const folders = readdirSync(parent).map((name) => join(parent, name));
  const named = folders.filter((folder) => existsSync(join(folder, 'package.json')));
  return new Map(named.map((folder) => [nameOf(folder), folder]));
}

const nameOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string }).name;

/** Unpacks ours into the node_modules of a copy, and links what it and they name of others to what the repository has. */
export async function linkPackages({ folder }: Example, copy: string, tarballs: ReadonlyMap<string, string>) {
  const modules = join(copy, 'node_modules');
  for (const [name, tarball] of tarballs) {
    mkdirSync(join(modules, name), { recursive: true });
    await shell('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, name)]);
    link(readManifest(join(modules, name)) ?? {}, modules, [join(projectRoot, 'packages', name.slice(OURS.length))]);
  }
  link(readManifest(copy) ?? {}, modules, [folder]);
}

/** The nearest one counts, as Node would find it from the workspace. */
function link(manifest: Manifest, modules: string, near: readonly string[]): void {
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies });
  for (const name of names.filter((one) => !one.startsWith(OURS))) {
    const places = [...near, projectRoot].map((place) => join(place, 'node_modules', name));
    const place = places.find((one) => existsSync(one));
    const target = join(modules, name);
    if (place === undefined || existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(place, target, 'dir');
  }
}
