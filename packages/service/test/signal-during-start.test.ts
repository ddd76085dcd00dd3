import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { demoEnvironment } from './demo/demo-environment.js';

const here = (name: string): string => fileURLToPath(new URL(`demo/${name}`, import.meta.url));
const ALONE = ['unshare', '--pid', '--fork', '--kill-child'];
const mayBeFirst = spawnSync('unshare', [...ALONE.slice(1), 'true']).status === 0;

let child: ChildProcess | undefined;
afterEach(() => void child?.kill('SIGKILL'));

/** Starts a program of the demo, alone in a world of processes if asked; answers once it heeds SIGTERM. */
async function begun(
  script: string,
  isFirst: boolean,
): Promise<{ end: (signal: NodeJS.Signals) => void; code: Promise<number> }> {
  const args = ['--import', here('register.js'), '--import', here('mark-heeded.js'), here(script)];
  const [file, ...all] = [...(isFirst ? ALONE : []), process.execPath, ...args];
  const started = spawn(file!, all, {
    env: { PATH: process.env.PATH, ...demoEnvironment({ LOG_LEVEL: 'info' }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  const code = once(started, 'exit').then(([code]) => code as number);
  let said = '';
  started.stdout!.resume();
  for await (const chunk of started.stderr!) if ((said += String(chunk)).includes('heeded')) break;
  // The program itself and what heeds: whatever takes long comes later.
  expect(said).toContain('heeded after 2 modules');
  const pid = isFirst
    ? Number(readFileSync(`/proc/${started.pid}/task/${started.pid}/children`, 'utf8'))
    : started.pid!;
  return { end: (signal) => process.kill(pid, signal), code };
}

const ways = [
  ['an ordinary process', false] as const,
  ...(mayBeFirst ? [['number 1 of a container', true] as const] : []),
];

describe.each(ways)('%s', (_way, isFirst) => {
  test.each([0, 400])('is a service that is told to stop %d ms after it began, and ends with 0', async (ms) => {
    const { end, code } = await begun('main.ts', isFirst);
    await wait(ms);
    end('SIGTERM');
    expect(await code).toBe(0);
  });

  test.each([['SIGTERM', 143] as const, ['SIGINT', 130] as const])(
    'is a migration that %s ends before it is done, and says so by its code',
    async (signal, expected) => {
      const { end, code } = await begun('migrate.ts', isFirst);
      end(signal);
      expect(await code).toBe(expected);
    },
  );
});
