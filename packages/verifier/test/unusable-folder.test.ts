import { spawnSync } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { folderError } from '../src/storage/folder-errors.js';
import { FolderLog } from '../src/storage/folder-log.js';
import { FolderStore } from '../src/storage/folder-store.js';
import { StoreError } from '../src/storage/store-error.js';

const NOBODY = 65_534;

let folder: string;
let store: FolderStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-folder-'));
  store = new FolderStore(join(folder, 'kept'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, value: unknown = key) => store.write([{ kind: 'a', key, value }]);
const keys = async (of = store): Promise<string[]> => (await of.read('a')).map(({ key }) => key).toSorted();
const generations = (): string[] => readdirSync(join(folder, 'kept')).filter((name) => /^\d+$/.test(name));

describe('a folder that cannot be used', () => {
  test.each([
    ['a file', 'file', 'something in its path is a file'],
    ['below a file', 'file/below', 'something in its path is a file'],
  ])('which is %s is named, with what to do', async (_, path, why) => {
    writeFileSync(join(folder, 'file'), '');
    const bad = new FolderStore(join(folder, path));
    for (const work of [bad.read('a'), bad.write([{ kind: 'a', key: 'k', value: 1 }]), bad.claim('a', 1, 1)]) {
      await expect(work).rejects.toThrow(StoreError);
      await expect(work).rejects.toThrow(`the store's folder ${join(folder, path)} cannot be used, ${why}`);
    }
    await bad.close();
  });

  test.each(['EACCES', 'EROFS', 'ENOSPC', 'EPERM', 'EDQUOT', 'EMFILE'])('is explained for %s', (code) => {
    const { message } = folderError('/data', Object.assign(new Error('as Node says it'), { code }));
    expect(message).toMatch(new RegExp(`^the store's folder /data cannot be used, .{10,} \\(${code}\\)$`));
    expect(message).not.toContain('as Node says it');
  });

  (process.getuid?.() === 0 ? test : test.skip)('because it is another user’s says so to that user', () => {
    chmodSync(folder, 0o755);
    const entry = new URL('../dist/storage/stores.js', import.meta.url).href;
    const code = `const { FolderStore } = await import('${entry}');
      await new FolderStore('${join(folder, 'kept')}').read('a').catch(({ message }) => console.log(message));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      uid: NOBODY,
      gid: NOBODY,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/this user may not: .*mode 0700 \(EACCES\)/);
  });

  test('is used again as soon as it can be', async () => {
    writeFileSync(join(folder, 'kept'), '');
    await expect(put('a')).rejects.toThrow(StoreError);
    rmSync(join(folder, 'kept'));
    expect([await put('b'), await keys()]).toEqual([true, ['b']]);
  });

  test('because a file of it is damaged is not read past that file', async () => {
    await put('a');
    await put('b');
    writeFileSync(join(folder, 'kept/1/2.json'), '{"puts":[');
    const other = new FolderStore(join(folder, 'kept'));
    await expect(other.read('a')).rejects.toThrow(/1\/2\.json is damaged: restore the folder/);
    await other.close();
  });
});

test('only its own user may look into the folder and its files', async () => {
  await put('a');
  const modes = globSync('kept/**', { cwd: folder }).map((name) => statSync(join(folder, name)));
  expect(modes.length).toBeGreaterThan(3);
  for (const mode of modes) expect((mode.mode & 0o777).toString(8)).toBe(mode.isDirectory() ? '700' : '600');
});

test('a folder that was removed is begun again', async () => {
  await put('a');
  rmSync(join(folder, 'kept'), { recursive: true });
  expect(await keys()).toEqual([]);
  expect([await put('b'), await keys()]).toEqual([true, ['b']]);
});

test('what killed processes left behind is removed in time, and what others are at stays', async () => {
  await put('a');
  const [old, young] = ['.tmp-old', '.tmp-young'].map((name) => join(folder, 'kept', name));
  for (const file of [old!, young!]) writeFileSync(file, '');
  utimesSync(old!, 0, 0);
  await keys(new FolderStore(join(folder, 'kept')));
  expect(readdirSync(join(folder, 'kept'))).toEqual(['.tmp-young', '1']);
});

describe('a log that is closed and begun again', () => {
  const FEW = 4;
  const changes = (key: string) => [{ kind: 'a', key, text: `"${key}"`, dueInMs: undefined, ifVersion: undefined }];
  const log = (): FolderLog => new FolderLog(join(folder, 'kept'), () => undefined, FEW);
  const add = (to: FolderLog, key: string) =>
    to.write(
      (records) => records.plan(changes(key), Date.now()),
      (puts) => puts?.length,
    );
  const keysIn = async (one: FolderLog): Promise<string[]> =>
    (await one.read()).read('a', undefined, Date.now()).map(({ key }) => key);

  test('keeps everything, and no more than the last two of its generations', async () => {
    const one = log();
    for (let i = 10; i < 50; i += 1) await add(one, `${i}`);
    expect(await keysIn(one)).toHaveLength(40);
    expect(await keysIn(log())).toEqual(await keysIn(one));
    expect(generations()).toEqual(['10', '11']);
  });

  test('is found again by a process that slept over many generations, which writes nothing into the past', async () => {
    const [sleeper, other] = [log(), log()];
    await add(sleeper, 'first');
    for (let i = 10; i < 50; i += 1) await add(other, `${i}`);
    await add(sleeper, 'last');
    expect(await keysIn(other)).toEqual(expect.arrayContaining(['first', '10', '49', 'last']));
    expect(await keysIn(log())).toHaveLength(42);
  });

  test('goes on where a process died between closing it and beginning it again', async () => {
    const one = log();
    await add(one, 'a');
    writeFileSync(join(folder, 'kept/1/2.json'), '{"isClosed":true}');
    expect(await add(one, 'b')).toBe(1);
    expect([await keysIn(log()), generations()]).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
});
