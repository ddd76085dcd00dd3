import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { command, node } from './command.mjs';
import { explainWrite, whileLocked } from './file-lock.mjs';
import { ExplainedError, log, step } from './log.mjs';
import { root } from './workspace.mjs';

/** Outside the clone: what an old release lacks is not found in the node_modules above it, and no tool of now looks into it. */
export const releaseCache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'latchkey', 'releases');

/** Checks out a release and builds it with its own scripts, once; resolves with its folder. */
export async function buildRelease({ name, commit }, clone = root, cache = releaseCache) {
  const folder = join(cache, `${name}-${commit.slice(0, 12)}`);
  const stamp = join(folder, '.latchkey-built');
  try {
    mkdirSync(cache, { recursive: true });
  } catch (error) {
    throw explainWrite(error, cache);
  }
  return whileLocked(`${folder}.lock`, async () => {
    if (existsSync(stamp)) log(`  ${name} is built already: ${folder}`);
    else {
      log(`  ${name} (${commit.slice(0, 12)}) is built in ${folder}, once`);
      // What an interrupted run left is not worth a guess.
      rmSync(folder, { recursive: true, force: true });
      await step('checkout', () => checkOut(clone, commit, folder));
      await step('install and build', () => buildIn(folder, name));
      writeFileSync(stamp, `${commit}\n`);
    }
    return folder;
  });
}

// With an index of its own: the one of the clone, and its list of worktrees, stay as they are.
async function checkOut(clone, commit, folder) {
  mkdirSync(folder);
  const env = { GIT_INDEX_FILE: join(folder, '.latchkey-index') };
  for (const args of [
    ['read-tree', commit],
    ['checkout-index', '--all', `--prefix=${folder}/`],
  ]) {
    const { code, output } = await command('git', args, { cwd: clone, env, quiet: true });
    if (code !== 0) throw new ExplainedError(`git ${args[0]} of ${commit} failed:\n${output}`);
  }
}

async function buildIn(folder, name) {
  const { code } = await node(['scripts/run.mjs', 'build'], { cwd: folder, told: 'group' });
  if (code !== 0) throw new ExplainedError(`${name} was not built (exit code ${code}); why is above.`);
}
