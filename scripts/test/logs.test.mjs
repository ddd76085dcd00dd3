import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openLog } from '../service-process.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a restart goes on in the log of the run before, and tells only its own last words', () => {
  const path = join(folder, 'logs', 'bank.log');
  for (const words of ['first\n', 'second\n']) {
    const log = openLog(path);
    writeSync(log.output, words);
    log.close();
    assert.equal(log.lastLines().trim(), words.trim());
  }
  assert.equal(readFileSync(path, 'utf8'), 'first\nsecond\n');
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a log that has grown large is put aside once, and the new one begins empty', () => {
  const path = join(folder, 'bank.log');
  writeFileSync(path, 'x'.repeat(10_000_001));
  openLog(path).close();
  assert.deepEqual([statSync(path).size, statSync(`${path}.1`).size], [0, 10_000_001]);
});

test('a log that cannot be opened keeps nothing from starting', () => {
  writeFileSync(join(folder, 'logs'), 'a file where the folder belongs');
  const log = openLog(join(folder, 'logs', 'bank.log'));
  assert.deepEqual([log.output, log.lastLines()], ['ignore', '']);
  log.close();
});
