import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { listRecorded, previousRelease, recordedReleases, releaseOf } from '../previous-release.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-previous-'));
after(() => rmSync(folder, { recursive: true }));
const skip = spawnSync('git', ['--version']).status !== 0 && 'git is not on this machine';
let count = 0;
const newFolder = () => {
  const path = join(folder, String((count += 1)));
  mkdirSync(path);
  return path;
};

/** A clone with a commit for each entry, and the tags that it names there. */
function cloneWith(...commits) {
  const clone = newFolder();
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'tag.gpgsign=false', ...args], {
      cwd: clone,
    })
      .toString()
      .trim();
  git('init', '--quiet');
  const ids = commits.map((tags) => {
    git('-c', 'commit.gpgsign=false', 'commit', '--quiet', '--allow-empty', '-m', 'c');
    for (const tag of tags) git('tag', '-a', tag, '-m', tag);
    return git('rev-parse', 'HEAD');
  });
  return { clone, ids, git };
}

/** Recorded releases with their commits. */
function recorded(releases) {
  const path = newFolder();
  for (const [name, commit] of Object.entries(releases)) {
    mkdirSync(join(path, name));
    writeFileSync(join(path, name, 'release.json'), JSON.stringify({ name, commit }));
  }
  return path;
}

test('it is the newest tag of a release that stands before this commit', { skip }, async () => {
  const { clone, ids } = cloneWith(['v0.9.0'], ['v0.10.0', 'v0.11.0-rc.1', 'verifier-1.0'], []);
  assert.deepEqual(await previousRelease(clone, recorded({ 'v0.9.0': ids[0], 'v0.10.0': ids[1] })), {
    name: 'v0.10.0',
    commit: ids[1],
  });
});

test('the release of this commit is not before it, nor is one of another branch', { skip }, async () => {
  const { clone, ids, git } = cloneWith(['v0.1.0'], [], ['v0.2.0']);
  const releases = recorded({ 'v0.1.0': ids[0] });
  assert.deepEqual(await previousRelease(clone, releases), { name: 'v0.1.0', commit: ids[0] });
  git('checkout', '--quiet', ids[1]);
  assert.equal((await previousRelease(clone, releases)).name, 'v0.1.0');
});

test('without tags it is the newest recorded release whose commit is here', { skip }, async () => {
  const { clone, ids } = cloneWith([], [], []);
  const releases = recorded({ 'v0.1.0': ids[0], 'v0.2.0': ids[1], 'v0.3.0': '0'.repeat(40), 'v0.4.0': ids[2] });
  assert.deepEqual(await previousRelease(clone, releases), { name: 'v0.2.0', commit: ids[1] });
});

test('a shallow clone, a clone without any of it, and a folder that is no clone are told apart', { skip }, async () => {
  const { clone } = cloneWith(['v0.1.0'], []);
  const shallow = newFolder();
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${clone}`, shallow]);
  const releases = recorded({ 'v0.1.0': '1'.repeat(40) });
  await assert.rejects(
    previousRelease(shallow, releases),
    /shallow, and holds no tag of a release, nor the commit that v0\.1\.0.*--unshallow/,
  );
  await assert.rejects(previousRelease(cloneWith([]).clone, releases), /git fetch --tags/);
  await assert.rejects(previousRelease(newFolder(), releases), /no git clone/);
});

test('a tag that was moved is not taken for the release that was recorded', { skip }, async () => {
  const { clone } = cloneWith(['v0.1.0'], []);
  await assert.rejects(previousRelease(clone, recorded({ 'v0.1.0': '1'.repeat(40) })), /one of them was moved/);
});

test('a release that nobody recorded is asked for', { skip }, async () => {
  const { clone } = cloneWith(['v0.1.0'], ['v0.2.0'], []);
  await assert.rejects(previousRelease(clone, recorded({})), /npm run record-release -- v0\.2\.0/);
});

test('a release is recorded by the name of its tag alone', { skip }, async () => {
  const { clone, ids } = cloneWith(['v0.1.0'], []);
  assert.deepEqual(await releaseOf('v0.1.0', clone), { name: 'v0.1.0', commit: ids[0] });
  for (const name of ['v0.2.0', 'HEAD', '--help']) await assert.rejects(releaseOf(name, clone), /There is no tag/);
});

test('a release is recorded here', () => assert.ok(listRecorded(recordedReleases).length > 0));
