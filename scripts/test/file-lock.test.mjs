import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readRecord, tryLock, unlock } from '../file-lock.mjs';
import { describe, signal, stillRuns, waitForEnd } from '../processes.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-lock-'));
after(() => rmSync(folder, { recursive: true }));

const sleeper = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });

test('a process is known again by its start, not by its pid alone', async () => {
  const child = sleeper();
  const described = describe(child.pid);
  assert.equal(stillRuns(described), true);
  assert.equal(stillRuns({ ...described, identity: 'another life' }), false);
  signal({ ...described, identity: 'another life' }, 'SIGKILL');
  assert.equal(stillRuns(described), true, 'a stranger with the same pid is left alone');
  signal(described, 'SIGKILL');
  assert.deepEqual(await waitForEnd([described], 60_000), []);
});

test('a lock that is held names its holder, and is free after unlock', async () => {
  const path = join(folder, 'held');
  assert.equal(await tryLock(path, { note: 'mine' }), undefined);
  const holder = await tryLock(path, {});
  assert.equal(holder.pid, process.pid);
  assert.equal(holder.note, 'mine');
  unlock(path);
  assert.equal(readRecord(path), undefined);
});

test('the lock of a killed process is recovered once, then taken', async () => {
  const path = join(folder, 'stale');
  const child = sleeper();
  const dead = describe(child.pid);
  writeFileSync(path, JSON.stringify({ ...dead, children: ['what it left'] }));
  assert.equal((await tryLock(path, {})).pid, child.pid);
  signal(dead, 'SIGKILL');
  await waitForEnd([dead], 60_000);
  const recovered = [];
  assert.equal(await tryLock(path, {}, (record) => recovered.push(record.children)), undefined);
  assert.deepEqual(recovered, [['what it left']]);
  assert.equal(readRecord(path).pid, process.pid);
  assert.deepEqual(readdirSync(folder), ['stale']);
});

test('of many that break a dead lock at once, one gets it', async () => {
  const path = join(folder, 'race');
  writeFileSync(path, '{"pid":1,"identity":"gone"}');
  const lock = JSON.stringify(new URL('../file-lock.mjs', import.meta.url).href);
  const program = `const { tryLock } = await import(${lock});
    const holder = await tryLock(process.argv[1], {});
    console.log(holder ? 'refused' : 'taken');
    setInterval(() => {}, 1000);`;
  const racers = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', program, path]));
  const words = await Promise.all(
    racers.map((racer) => new Promise((resolve) => racer.stdout.once('data', (text) => resolve(String(text).trim())))),
  );
  for (const racer of racers) racer.kill();
  assert.equal(words.filter((word) => word === 'taken').length, 1, words.join());
});
