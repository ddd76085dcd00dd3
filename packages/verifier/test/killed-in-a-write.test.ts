import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { FolderStore } from '../src/storage/folder-store.js';

const WRITER = fileURLToPath(new URL('support/folder-writer.mjs', import.meta.url));
const WRITERS = ['a', 'b', 'c'];
const LIVES = 9;

/** Writes until it is killed, at any moment after its first word; returns the last number that it said. */
async function live(folder: string, name: string, from: number): Promise<number> {
  const child = spawn(process.execPath, [WRITER, folder, name, `${from}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = from - 1;
  for await (const line of createInterface({ input: child.stdout })) {
    const isFirst = said < from;
    said = Number(line);
    if (isFirst) void sleep(Math.random() * 120).then(() => child.kill('SIGKILL'));
  }
  return said;
}

test('processes that are killed in the middle of their writes lose nothing that they said, and leave no half of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-killed-'));
  try {
    const lasts = await Promise.all(
      WRITERS.map(async (name) => {
        let last = 0;
        for (let i = 0; i < LIVES; i += 1) last = await live(folder, name, last + 1);
        return last;
      }),
    );
    const store = new FolderStore(folder);
    const written = new Set((await store.read('written')).map(({ key }) => key));
    for (const [i, last] of lasts.entries())
      for (let number = 1; number <= last; number += 1) expect(written).toContain(`${WRITERS[i]}-${number}`);
    // Each may have written one that it could not tell of.
    const told = lasts.reduce((sum, last) => sum + last, 0);
    expect(written.size).toBeLessThanOrEqual(told + WRITERS.length);
    expect((await store.read('sum')).map(({ value }) => value)).toEqual([written.size]);
    expect((await store.claim('written', 1_000_000, 1000)).length).toBe(written.size);
    await store.close();
    // It was closed and begun anew on the way, and old ones are gone.
    const generations = readdirSync(folder).filter((name) => /^\d+$/.test(name));
    expect(generations.length).toBeLessThanOrEqual(2);
    expect(Math.max(...generations.map(Number))).toBeGreaterThan(10);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
