import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { root } from '../../scripts/workspace.mjs';

/** Stands in for docker with its compose: a container is a file of its name. $STARTS and $READY say whether a new one does and is. */
const DOCKER = `#!/bin/bash
echo "$*" >> "$STATE/calls"
case "$*" in
  *--version|'compose version') ;;
  'compose ps -q '*|'ps -q '*) ls "$STATE/containers" ;;
  'compose run '*migrate) exit "$MIGRATES" ;;
  'compose run '*) ;;
  'compose up '*--scale*) touch "$STATE/containers/new$(ls "$STATE/containers" | wc -l)-$RANDOM"; exit "$STARTS" ;;
  'compose up '*) ;;
  'inspect '*ExitCode*) echo 0 ;;
  'inspect '*) echo latchkey ;;
  exec*) exit "$READY" ;;
  stop*|logs*) ;;
  'rm --force '*) rm "$STATE/containers/$3" ;;
  rm*) rm "$STATE/containers/$2" ;;
  *) exit 64 ;;
esac
`;

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-roll-'));
  mkdirSync(join(folder, 'containers'));
  writeFileSync(join(folder, 'docker'), DOCKER, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function roll(running, { MIGRATES = '0', STARTS = '0', READY = '0' } = {}) {
  for (const name of running) writeFileSync(join(folder, 'containers', name), '');
  const env = {
    ...process.env,
    PATH: `${folder}${delimiter}${process.env.PATH}`,
    STATE: folder,
    MIGRATES,
    STARTS,
    READY,
    READY_WITHIN: '0.1',
  };
  const { status, stderr } = spawnSync(process.execPath, ['deploy/roll.mjs', 'retirement'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : [];
  return { status, stderr, calls, left: readdirSync(join(folder, 'containers')) };
}

const skip = process.platform === 'win32' && 'the stand-in for docker is a script of bash';

test('a new container is ready before an old one is told to stop, one after the other', { skip }, () => {
  const { status, calls, left } = roll(['old1', 'old2']);
  assert.equal(status, 0);
  assert.equal(left.length, 2);
  assert.ok(left.every((name) => name.startsWith('new')));
  const steps = calls.map((call) => /^(?:compose )?(run|up|exec|stop|rm)\b/.exec(call)?.[1]).filter(Boolean);
  const exchange = ['up', 'exec', 'stop', 'rm'];
  assert.deepEqual(steps, ['run', 'run', ...exchange, ...exchange, 'up']);
  assert.deepEqual(
    calls.filter((call) => call.startsWith('stop')),
    ['stop old1', 'stop old2'],
  );
  // Compose would also replace what runs, build what it misses, and start what the service depends on.
  for (const call of calls.filter((one) => one.startsWith('compose up')))
    assert.match(call, /^compose up -d --no-deps --no-build --no-recreate .*retirement$/);
});

const failures = [
  { what: 'a migration fails', env: { MIGRATES: '1' }, message: /the migration failed; what served before goes on/ },
  { what: 'compose cannot start another container', env: { STARTS: '1' }, message: /one more cannot start beside it/ },
  {
    what: 'the new container does not get ready',
    env: { READY: '1' },
    message: /was not ready within 0\.1 s; what served before goes on/,
  },
];
for (const { what, env, message } of failures)
  test(`where ${what} the old containers go on, and nothing else is left`, { skip }, () => {
    const { status, stderr, calls, left } = roll(['old1', 'old2'], env);
    assert.equal(status, 1);
    assert.match(stderr, message);
    assert.deepEqual(left, ['old1', 'old2']);
    assert.ok(calls.every((call) => !call.startsWith('stop')));
  });

test('where nothing runs there is nothing to replace', { skip }, () => {
  const { status, stderr, calls } = roll([]);
  assert.equal(status, 1);
  assert.match(stderr, /none of its containers runs/);
  assert.ok(calls.every((call) => !/ (run|up) /.test(call)));
});
