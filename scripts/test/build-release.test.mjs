import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { buildRelease } from '../build-release.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-build-'));
after(() => rmSync(folder, { recursive: true }));
const skip = spawnSync('git', ['--version']).status !== 0 && 'git is not on this machine';

/** A clone whose build is this program, and its commit. */
function releaseThat(name, program) {
  const clone = join(folder, name);
  mkdirSync(join(clone, 'scripts'), { recursive: true });
  writeFileSync(join(clone, 'scripts/run.mjs'), program);
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: clone }).toString();
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'commit.gpgsign=false', 'commit', '--quiet', '-m', 'c');
  writeFileSync(join(clone, 'scripts/run.mjs'), 'process.exit(9)');
  return { clone, git, release: { name, commit: git('rev-parse', 'HEAD').trim() } };
}

const counts = "import { appendFileSync } from 'node:fs'; appendFileSync('built', process.argv[2]);";

test('a release is built once, as it was committed, and the clone stays as it is', { skip }, async () => {
  const { clone, git, release } = releaseThat('v0.1.0', counts);
  const cache = join(folder, 'cache');
  const first = await buildRelease(release, clone, cache);
  assert.equal(await buildRelease(release, clone, cache), first);
  assert.equal(readFileSync(join(first, 'built'), 'utf8'), 'build');
  assert.equal(git('status', '--short'), ' M scripts/run.mjs\n');
  assert.equal(git('worktree', 'list').trim().split('\n').length, 1);
  assert.deepEqual(readdirSync(cache).length, 1);
});

test('what an interrupted or failed build left is not used', { skip }, async () => {
  const fails = `import { existsSync, writeFileSync } from 'node:fs';
    if (existsSync('left')) process.exit(7);
    writeFileSync('left', '');
    process.exit(existsSync('${folder}/mended') ? 0 : 3);`;
  const { clone, release } = releaseThat('v0.2.0', fails);
  const cache = join(folder, 'cache-of-failures');
  await assert.rejects(buildRelease(release, clone, cache), /v0\.2\.0 was not built \(exit code 3\)/);
  writeFileSync(join(folder, 'mended'), '');
  assert.ok(existsSync(await buildRelease(release, clone, cache)));
});

test('a folder that cannot be written is named', { skip: skip || process.platform === 'win32' }, async () => {
  const { clone, release } = releaseThat('v0.3.0', counts);
  writeFileSync(join(folder, 'file'), '');
  await assert.rejects(buildRelease(release, clone, join(folder, 'file', 'cache')), /Cannot write .*file/);
});
