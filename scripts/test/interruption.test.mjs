import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

/** Begins a run, and interrupts it once its helper writes; everything it said, and the helper's pid. */
async function interrupt(told, act) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-interrupted-'));
  const run = spawn(process.execPath, ['scripts/test/interrupted/run.mjs', folder, told]);
  let said = '';
  let helper;
  for (const stream of [run.stdout, run.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
      const pid = /helper (\d+)/.exec(said)?.[1];
      if (pid !== undefined && helper === undefined) act(run);
      helper ??= pid && Number(pid);
    });
  }
  const [code, signal] = await new Promise((resolve) => run.on('close', (...end) => resolve(end)));
  return { folder, said, helper, code, signal };
}

const lives = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

for (const [name, told] of [
  ['SIGINT', 'leader'],
  ['SIGINT', 'group'],
  ['SIGTERM', 'leader'],
  ['SIGHUP', 'leader'],
]) {
  test(`a run that gets ${name} and tells the ${told} leaves neither a folder nor a process nor a stack`, async () => {
    const { folder, said, helper, code } = await interrupt(told, (run) => run.kill(name));
    assert.match(said, /ended with 7/);
    assert.equal(code, 3);
    assert.doesNotMatch(said, /ENOTEMPTY|^ {4}at /m);
    assert.equal(existsSync(folder), false);
    assert.equal(lives(helper), false);
  });
}

test('a run that is interrupted by several at once tells its program once', async () => {
  const { said } = await interrupt('leader', (run) => ['SIGINT', 'SIGTERM', 'SIGINT'].map((name) => run.kill(name)));
  assert.match(said, /ended with 7/);
});
