import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../stack/paths.ts';

/**
 * `examples/<name>/example.json`: how the test prepares and starts an example, in a copy of its folder outside of the repository.
 *
 *   { "tool": { "command": ["go", "version"], "debian": "golang-go" },
 *     "prepare": [["go", "build", "-o", "pension", "."]],
 *     "start": ["./pension"],
 *     "skipped": [] }
 *
 * - `packages`: how a JavaScript example gets what its package.json names. `"linked"` (the default where there is a package.json): the
 *   tarballs of our packages are unpacked into its node_modules, the packages of others are links to those of the repository, so that
 *   no network is needed. `"npm"`: `npm install --prefer-offline <tarballs>`, by a lockfile of its own; said to be skipped where the
 *   registry is not reached.
 * - `tool`: what has to be on the machine, and the Debian packages that bring it. Where the command does not run, the example is said to be skipped.
 * - `prepare`: commands to run one after the other before the start. Each command is a list of words; no shell reads it.
 *   `node` is the one that the repository pins, and programs of its node_modules/.bin (tsc) are found.
 * - `start`: the command that serves until it gets SIGTERM. Default: that of `scripts.start` in package.json.
 *   It gets the service's settings in its environment, and nothing else but PATH and HOME. Whatever it keeps goes to DATA_DIR.
 *   A person of whom it knows nothing has a pension too: `GET /api/pension` tells of "0", and so it does when the account is deleted.
 * - `migrate`: the command that makes its tables, of an example that needs a database: it gets DATABASE_URL, and one of its own for each start.
 * - `page`: the path of a page that its server renders for who is known, if it has one.
 * - `skipped`: further probes that do not fit this example.
 */
export interface Example {
  readonly name: string;
  readonly folder: string;
  readonly packages: 'linked' | 'npm' | 'none';
  readonly tool?: { readonly command: readonly string[]; readonly debian: string };
  readonly prepare: readonly (readonly string[])[];
  readonly start: readonly string[];
  readonly migrate?: readonly string[];
  readonly page?: string;
  readonly skipped: readonly string[];
}

/** What package.json says, as far as it matters here. */
export interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}

/** Every folder of `examples/` with an example.json. */
export function listExamples(): Example[] {
  const parent = join(projectRoot, 'examples');
  return readdirSync(parent)
    .filter((name) => existsSync(join(parent, name, 'example.json')))
    .toSorted()
    .map((name) => read(name, join(parent, name)));
}

function read(name: string, folder: string): Example {
  const said = JSON.parse(readFileSync(join(folder, 'example.json'), 'utf8')) as Partial<Example>;
  const manifest = readManifest(folder);
  const start = said.start ?? manifest?.scripts?.['start']?.split(' ');
  if (start === undefined) throw new Error(`examples/${name}/example.json does not say how to start it`);
  const packages = manifest === undefined ? 'none' : 'linked';
  return { packages, prepare: [], skipped: [], ...said, name, folder, start };
}
