import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keyStack, readKeys, readText, type KeyStack } from './key-files.js';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const TO_THE_END = ['--token-ttl', '1', '--margin', '0', '--wait', '60'];

let stack: KeyStack;
beforeEach(async () => {
  stack = await keyStack();
});
afterEach(() => stack?.close());

/** Lets the step die at each of its writes, and answers at how many it did before it came to its end. */
async function deathsOf(...step: string[]): Promise<number> {
  const program = [pathOf('./die-at-each-write.js'), stack.bankFile, stack.verifyFile];
  const places = ['--folder', stack.folder, '--registry', join(stack.folder, 'registry.json')];
  const child = spawn(process.execPath, [...program, ...step, ...places, '--json']);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  await new Promise((resolve) => child.on('close', resolve));
  expect(output).toMatch(/^\d+\n$/);
  return Number(output);
}

const kidsOf = (path: string): string[] => readKeys(path).keys.map(({ kid }) => kid);

function filesAgree(): void {
  expect(kidsOf(stack.verifyFile)).toEqual(kidsOf(stack.bankFile));
  const left = ['bank', 'verify'].flatMap((name) => readdirSync(join(stack.folder, name)));
  expect(left).toEqual(['keys.bank.json', 'keys.verify.json']);
}

describe('a command that dies at any of its writes, and is run again,', () => {
  test('makes the first keys', async () => {
    expect(await deathsOf('init')).toBeGreaterThan(10);
    filesAgree();
    expect(kidsOf(stack.bankFile)).toHaveLength(1);
  });

  test('rotates the keys', async () => {
    await stack.keys('init');
    const [first] = kidsOf(stack.bankFile);
    for (const step of [['start'], ['promote', '--wait', '60'], ['finish', ...TO_THE_END]]) {
      expect([step, (await deathsOf(...step)) > 5]).toEqual([step, true]);
      filesAgree();
    }
    expect(kidsOf(stack.bankFile)).toHaveLength(1);
    expect(kidsOf(stack.bankFile)).not.toContain(first);
  });

  test('takes a started key away', async () => {
    await stack.keys('init');
    const before = readText(stack.bankFile);
    await stack.keys('start');
    expect(await deathsOf('abort')).toBeGreaterThan(5);
    filesAgree();
    expect(readText(stack.bankFile)).toBe(before);
  });

  test('withdraws leaked keys, the retiring and the started one too', async () => {
    await stack.keys('init');
    await stack.keys('start', '--alg', 'ES256');
    await stack.keys('promote');
    await stack.keys('start', '--alg', 'HS256');
    const leaked = kidsOf(stack.bankFile);
    expect(leaked).toHaveLength(3);
    expect(await deathsOf('now', '--wait', '60')).toBeGreaterThan(15);
    filesAgree();
    expect(kidsOf(stack.bankFile)).toHaveLength(1);
    expect(leaked).not.toContain(kidsOf(stack.bankFile)[0]);
  });
});

test('a command that is really killed between the two files leaves a lock that stops nobody', async () => {
  await stack.keys('init');
  const killed = await stack.spawn(['start'], ['--import', pathOf('./kill-at-second-rename.js')]);
  expect(killed.code).toBeNull();
  expect([kidsOf(stack.bankFile).length, kidsOf(stack.verifyFile).length]).toEqual([2, 1]);
  expect((await stack.keys('start')).answer).toMatchObject({ done: true, keys: [{}, { state: 'next' }] });
  filesAgree();
});
