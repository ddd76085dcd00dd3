import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';
import { ExplainedError } from './log.mjs';
import { root } from './workspace.mjs';

/** What each release wrote when it was made: a folder for each, next to the code that reads them in tests. */
export const recordedReleases = join(root, 'packages/testing/releases');

const NAME = /^v\d+\.\d+\.\d+$/;
const numbers = new Intl.Collator('en', { numeric: true });

/** Names of the releases that are recorded, the newest first. */
export function listRecorded(folder = recordedReleases) {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .toSorted((one, other) => numbers.compare(other, one));
}

/** Which commit a recorded release was made of. */
export function recordedCommit(name, folder = recordedReleases) {
  const file = join(folder, name, 'release.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).commit : undefined;
}

/**
 * The newest release that came before what is checked out here, as `{ name, commit }`: by its tag, and in a clone without tags by
 * the commit that is recorded of it.
 */
export async function previousRelease(clone = root, folder = recordedReleases) {
  const head = await git(clone, ['rev-parse', 'HEAD']);
  if (head === undefined)
    throw new ExplainedError(`${clone} is no git clone with a commit: an older release is not in it.`);
  const tags = (await git(clone, ['tag', '--list', 'v*', '--merged', 'HEAD', '--no-contains', 'HEAD'])) ?? '';
  const [name] = tags
    .split('\n')
    .filter((tag) => NAME.test(tag))
    .toSorted((one, other) => numbers.compare(other, one));
  if (name !== undefined) return named(clone, name, recordedCommit(name, folder));
  for (const recorded of listRecorded(folder)) {
    const commit = recordedCommit(recorded, folder);
    if (commit !== undefined && commit !== head && (await commitOf(clone, commit)) === commit)
      return { name: recorded, commit };
  }
  throw new ExplainedError(await whyMissing(clone, listRecorded(folder)[0]));
}

/** A release by its tag, as `{ name, commit }`. */
export async function releaseOf(name, clone = root) {
  const commit = NAME.test(name) ? await commitOf(clone, name) : undefined;
  if (commit === undefined) throw new ExplainedError(`There is no tag ${name} of a release here: git fetch --tags`);
  return { name, commit };
}

async function named(clone, name, recorded) {
  const commit = await commitOf(clone, name);
  if (recorded === undefined)
    throw new ExplainedError(
      `${name} was released and is not recorded, so nothing holds its migrations: npm run record-release -- ${name}`,
    );
  if (recorded !== commit)
    throw new ExplainedError(
      `The tag ${name} is at ${commit.slice(0, 12)} here, and its release was recorded of ${recorded.slice(0, 12)}: one of them was moved. Fetch the tag again: git fetch --force --tags`,
    );
  return { name, commit };
}

async function whyMissing(clone, recorded) {
  const what = `no tag of a release${recorded === undefined ? '' : `, nor the commit that ${recorded} was made of`}`;
  const isShallow = (await git(clone, ['rev-parse', '--is-shallow-repository'])) === 'true';
  if (isShallow) return `This clone is shallow, and holds ${what}. Bring the rest: git fetch --unshallow --tags`;
  return `This clone holds ${what}. Bring them: git fetch --tags`;
}

/** The commit that a name stands for; undefined if there is none here. */
const commitOf = (clone, name) => git(clone, ['rev-parse', '--quiet', '--verify', `${name}^{commit}`]);

async function git(cwd, args) {
  try {
    const { code, output } = await command('git', args, { cwd, quiet: true });
    return code === 0 ? output.trim() : undefined;
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new ExplainedError('git was not found: the release before is taken from the history.');
    throw error;
  }
}
