import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LineBuffer } from '../src/log/line-buffer.js';
import { demoProcess } from './demo/demo-process.js';
import type { DemoProcess } from './demo/demo-process.js';
import { freePort } from '@latchkey/testing/free-port';

let folder: string;
let running: DemoProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-log-'));
});
afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.exit;
  running = undefined;
  rmSync(folder, { recursive: true });
});

const onLinux = existsSync('/dev/full') ? test : test.skip;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function pipe(): { path: string; both: number } {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return { path, both: openSync(path, constants.O_RDWR) };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20);
}

function buffer(fd: number): { lines: LineBuffer; seen: { lost: number; failed: string[] } } {
  const seen = { lost: 0, failed: [] as string[] };
  const lines = new LineBuffer((lost) => `lost ${lost}\n`, fd);
  lines.watch({ lost: (count) => (seen.lost += count), failed: (code) => seen.failed.push(code) });
  return { lines, seen };
}

onLinux('a full disk loses no line that fits, and all are written once there is room', async () => {
  const fd = openSync('/dev/full', 'a');
  const { lines, seen } = buffer(fd);
  lines.add('one\n');
  await until(() => seen.failed.length > 0);
  expect([seen, lines.writeError]).toEqual([{ lost: 0, failed: ['ENOSPC'] }, 'ENOSPC']);
  lines.add('two\n');
  // Room is made by putting a file in the place of the full one, under the same number.
  const file = join(folder, 'log');
  closeSync(fd);
  const others: number[] = [];
  for (let next = openSync(file, 'a'); next !== fd; next = openSync(file, 'a')) others.push(next);
  await until(() => readFileSync(file, 'utf8') === 'one\ntwo\n');
  await until(() => lines.writeError === undefined);
  await lines.close();
  for (const other of [fd, ...others]) closeSync(other);
});

onLinux('what waits for a full disk is bounded, and the log says afterwards what is missing', async () => {
  const { both, path } = pipe();
  const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const { lines, seen } = buffer(fd);
  const line = `${'x'.repeat(1023)}\n`;
  for (let count = 0; count < 20_000; count++) lines.add(line);
  expect(seen.lost).toBeGreaterThan(10_000);
  expect(seen.lost).toBeLessThan(17_000);
  let read = '';
  const chunk = Buffer.alloc(1_000_000);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  await until(() => {
    try {
      for (;;) read += chunk.toString('latin1', 0, readSync(reader, chunk));
    } catch {
      return read.includes('lost ');
    }
  });
  expect(read.split('\n').filter((one) => one === line.trimEnd())).toHaveLength(20_000 - seen.lost);
  expect(read).toContain(`\nlost ${seen.lost}\n`);
  expect(seen.failed).toEqual([]);
  await lines.close();
  for (const one of [fd, both, reader]) closeSync(one);
});

onLinux('to close a log that cannot be written takes no longer than a moment', async () => {
  for (const fd of [openSync('/dev/full', 'a'), openSync(pipe().path, constants.O_RDWR | constants.O_NONBLOCK)]) {
    const { lines } = buffer(fd);
    for (let count = 0; count < 5_000; count++) lines.add(`${'x'.repeat(99)}\n`);
    const began = performance.now();
    await lines.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    closeSync(fd);
  }
});

/** A demo service whose output goes where it cannot be written, asked until it lives. */
async function serviceOn(output: number | 'pipe', errors: number | 'pipe' = 'pipe'): Promise<string> {
  const port = await freePort();
  running = demoProcess('main.ts', { PORT: `${port}`, LOG_LEVEL: 'info' }, [], ['ignore', output, errors]);
  const url = `http://127.0.0.1:${port}`;
  await until(() =>
    fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return url;
}

const statusOf = (url: string): Promise<number> =>
  fetch(url, { signal: AbortSignal.timeout(10_000) }).then(({ status }) => status);

onLinux('a service whose disk is full works on, says so in its figures, and ends on SIGTERM with 0', async () => {
  const full = openSync('/dev/full', 'a');
  const url = await serviceOn(full, full);
  const figures = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();
  await until(async () => /latchkey_log_write_failures_total\{code="ENOSPC"\} [1-9]/.test(await figures()));
  expect(await statusOf(`${url}/api/hello`)).toBe(200);
  const ready = (await (await fetch(`${url}/health/ready`)).json()) as { checks: { log: object } };
  expect(ready.checks.log).toEqual({ ok: true, detail: { fault: 'ENOSPC' } });
  running!.kill('SIGTERM');
  expect(await running!.exit).toBe(0);
  closeSync(full);
});

onLinux('a service whose log nobody reads works on, and ends on SIGTERM with 0', async () => {
  const { both } = pipe();
  const url = await serviceOn(both);
  for (let count = 0; count < 60; count++)
    await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/api/hello`).then((answer) => answer.text())));
  expect(await statusOf(`${url}/health/live`)).toBe(200);
  running!.kill('SIGTERM');
  expect(await running!.exit).toBe(0);
  closeSync(both);
});

test('a service whose log reader has gone works on, and ends on SIGTERM with 0', async () => {
  const url = await serviceOn('pipe');
  running!.hangUp();
  await until(async () => /failures_total\{code="EPIPE"\} [1-9]/.test(await (await fetch(`${url}/metrics`)).text()));
  expect(await statusOf(`${url}/api/hello`)).toBe(200);
  running!.kill('SIGTERM');
  expect(await running!.exit).toBe(0);
});

onLinux('a service that cannot start says why on an output that is full, and still ends with 78', async () => {
  const full = openSync('/dev/full', 'a');
  running = demoProcess('main.ts', { PORT: 'x' }, [], ['ignore', full, full]);
  expect(await running.exit).toBe(78);
  closeSync(full);
});
