import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from './store-error.js';

const GENERATION = /^[1-9]\d{0,14}$/;
const TEMPORARY = '.tmp-';
/** Older ones are of processes that were killed; a process that only slept makes a new one. */
const LEFT_AFTER_MS = 600_000;

/** The first file of a generation: everything that was there when it began. */
export const SNAPSHOT = 0;

/** Files of a store's folder, each of them whole or not there at all, whenever a process or the machine ends. */
export class FolderFiles {
  constructor(private readonly path: string) {}

  /** The numbers of all generations, the last one first; makes the folder if there is none. */
  async generations(): Promise<number[]> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const names = (await readdir(this.path)).filter((name) => GENERATION.test(name));
    return names.map(Number).toSorted((one, other) => other - one);
  }

  /** A file's JSON and its length; undefined if there is no such file. */
  async read(generation: number, number: number): Promise<{ value: unknown; length: number } | undefined> {
    const file = this.#nameOf(generation, number);
    const text = await readFile(file, 'utf8').catch(unlessMissing);
    if (text === undefined) return undefined;
    try {
      return { value: JSON.parse(text), length: text.length };
    } catch {
      throw new StoreError(
        `${file} is damaged: restore the folder ${this.path}, or empty it while the service is stopped`,
      );
    }
  }

  async has(generation: number, number: number): Promise<boolean> {
    return (await stat(this.#nameOf(generation, number)).catch(unlessMissing)) !== undefined;
  }

  /** Adds a file to a generation; false if it is there already, or if there is no such generation any more. */
  async add(generation: number, number: number, text: string): Promise<boolean> {
    const file = this.#temporary();
    try {
      await writeDown(file, text);
      // Unlike a rename, it never replaces what another process has written.
      await link(file, this.#nameOf(generation, number));
      await writeDownNames(join(this.path, `${generation}`));
      return true;
    } catch (error) {
      if (['EEXIST', 'ENOENT'].includes(codeOf(error))) return false;
      throw error;
    } finally {
      await unlink(file).catch(() => undefined);
    }
  }

  /** Begins a generation with its snapshot, unless another process has begun it. */
  async begin(generation: number, text: string): Promise<void> {
    const folder = this.#temporary();
    try {
      await mkdir(folder, { mode: 0o700 });
      await writeDown(join(folder, `${SNAPSHOT}.json`), text);
      await writeDownNames(folder);
      const [last = 0] = await this.generations();
      if (last >= generation) return;
      // It replaces no folder but an empty one, and none is ever empty.
      await rename(folder, join(this.path, `${generation}`));
      await writeDownNames(this.path);
    } catch (error) {
      if (!(await this.has(generation, SNAPSHOT))) throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Removes generations that nobody needs, and what killed processes left behind. */
  async clean(oldest: number): Promise<void> {
    for (const generation of await this.generations()) {
      if (generation >= oldest) continue;
      // At once, so that a process that slept adds nothing to half of it.
      const trash = this.#temporary();
      await rename(join(this.path, `${generation}`), trash).catch(unlessMissing);
      await rm(trash, { recursive: true, force: true });
    }
    for (const name of await readdir(this.path)) {
      if (!name.startsWith(TEMPORARY)) continue;
      const found = await stat(join(this.path, name)).catch(unlessMissing);
      if (found === undefined || Date.now() - found.mtimeMs < LEFT_AFTER_MS) continue;
      await rm(join(this.path, name), { recursive: true, force: true });
    }
  }

  #nameOf(generation: number, number: number): string {
    return join(this.path, `${generation}`, `${number}.json`);
  }

  #temporary(): string {
    return join(this.path, `${TEMPORARY}${randomBytes(8).toString('hex')}`);
  }
}

async function writeDown(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Sees to it that the names in a folder outlive a power cut, where the system can. */
async function writeDownNames(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
