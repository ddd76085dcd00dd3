import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keyStack, readKeys, readText, type KeyStack } from './key-files.js';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const TO_THE_END = ['--token-ttl', '1', '--margin', '0', '--wait', '60'];

let house: KeyStack;
beforeEach(async () => {
  house = await keyStack();
});
afterEach(() => house?.close());

/** Lets the step die at each of its writes, and answers at how many it did before it came to its end. */
async function deathsOf(...step: string[]): Promise<number> {
  const program = [pathOf('./die-at-each-write.js'), house.bankFile, house.verifyFile];
  const places = ['--folder', house.folder, '--registry', join(house.folder, 'registry.json')];
  const child = spawn(process.execPath, [...program, ...step, ...places, '--json']);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  await new Promise((resolve) => child.on('close', resolve));
  expect(output).toMatch(/^\d+\n$/);
  return Number(output);
}

const kidsOf = (path: string): string[] => readKeys(path).keys.map(({ kid }) => kid);

function filesAgree(): void {
  expect(kidsOf(house.verifyFile)).toEqual(kidsOf(house.bankFile));
  const left = ['bank', 'verify'].flatMap((name) => readdirSync(join(house.folder, name)));
  expect(left).toEqual(['keys.bank.json', 'keys.verify.json']);
}

describe('a command that dies at any of its writes, and is run again,', () => {
  test('makes the first keys', async () => {
    expect(await deathsOf('init')).toBeGreaterThan(10);
    filesAgree();
    expect(kidsOf(house.bankFile)).toHaveLength(1);
  });

  test('rotates the keys', async () => {
    await house.keys('init');
    const [first] = kidsOf(house.bankFile);
    for (const step of [['start'], ['promote', '--wait', '60'], ['finish', ...TO_THE_END]]) {
      expect([step, (await deathsOf(...step)) > 5]).toEqual([step, true]);
      filesAgree();
    }
    expect(kidsOf(house.bankFile)).toHaveLength(1);
    expect(kidsOf(house.bankFile)).not.toContain(first);
  });

  test('takes a started key away', async () => {
    await house.keys('init');
    const before = readText(house.bankFile);
    await house.keys('start');
    expect(await deathsOf('abort')).toBeGreaterThan(5);
    filesAgree();
    expect(readText(house.bankFile)).toBe(before);
  });

  test('withdraws leaked keys, the retiring and the started one too', async () => {
    await house.keys('init');
    await house.keys('start', '--alg', 'ES256');
    await house.keys('promote');
    await house.keys('start', '--alg', 'HS256');
    const leaked = kidsOf(house.bankFile);
    expect(leaked).toHaveLength(3);
    expect(await deathsOf('now', '--wait', '60')).toBeGreaterThan(15);
    filesAgree();
    expect(kidsOf(house.bankFile)).toHaveLength(1);
    expect(leaked).not.toContain(kidsOf(house.bankFile)[0]);
  });
});

test('a command that is really killed between the two files leaves a lock that stops nobody', async () => {
  await house.keys('init');
  const killed = await house.spawn(['start'], ['--import', pathOf('./kill-at-second-rename.js')]);
  expect(killed.code).toBeNull();
  expect([kidsOf(house.bankFile).length, kidsOf(house.verifyFile).length]).toEqual([2, 1]);
  expect((await house.keys('start')).answer).toMatchObject({ done: true, keys: [{}, { state: 'next' }] });
  filesAgree();
});
