import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onInterruption } from './processes.mjs';
import { log } from './log.mjs';
import { root } from './workspace.mjs';

const limit = 15 * 60_000;
const SWEEP_MS = 5_000;
const hasGroups = process.platform !== 'win32';

/** What Node has compiled once, the next process reads: a service is ready a fifth sooner. In the clone, where nobody else writes. */
export const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'latchkey', 'compiled') };

/**
 * Runs a program of the clone to its end; `quiet` keeps its words for the caller instead of the terminal.
 *
 * With `told` it is a group of its own, out of reach of the terminal's ctrl-C: when this run is interrupted, the program
 * alone (`'leader'`) or everybody it started (`'group'`) gets one SIGINT, and at the second time SIGKILL. When it has ended,
 * nothing of what it started is left, so that its folders can be removed. `'nobody'` is out of reach of every interruption, for
 * what puts things in order at the end.
 */
export async function command(
  file,
  args,
  { env = {}, cwd = root, quiet = false, told, timeout = limit, stdin = 'ignore' } = {},
) {
  const isGroup = told !== undefined && hasGroups;
  const child = spawn(file, args, {
    cwd,
    env: { ...compiled, ...process.env, ...env },
    stdio: [stdin, quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    timeout,
    killSignal: 'SIGKILL',
    detached: isGroup,
  });
  const chunks = [];
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
  child.stdout?.on('data', (chunk) => said.push(chunk));
  let isAsked = false;
  const forget =
    told !== undefined &&
    told !== 'nobody' &&
    onInterruption(() => {
      const name = isAsked ? 'SIGKILL' : 'SIGINT';
      if (isGroup && (isAsked || told === 'group')) signalGroup(child.pid, name);
      else child.kill(name);
      isAsked = true;
    });
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal, output: textOf(chunks), stdout: textOf(said) }));
    });
  } finally {
    if (isGroup && child.pid !== undefined) await sweep(child.pid);
    if (forget) forget();
  }
}

const textOf = (chunks) => Buffer.concat(chunks).toString();

/** Runs a JavaScript program under the pinned Node. */
export const node = (args, options) => command(process.execPath, args, options);

/** Removes a folder of this run; what cannot be removed is told, and is no reason to fail. */
export function removeFolder(path) {
  try {
    // Whoever was killed a moment ago may still write its last file.
    rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  } catch (error) {
    log(`  ${path} is left: ${error.code ?? error.message}`);
  }
}

/** Ends what is left of a group, and waits until nobody of it can write any more. */
async function sweep(group) {
  const deadline = Date.now() + SWEEP_MS;
  while (signalGroup(group, 'SIGKILL') && Date.now() < deadline) await wait(20);
}

/** Whether there is anybody left to signal. */
function signalGroup(group, name) {
  try {
    process.kill(-group, name);
    return true;
  } catch {
    return false;
  }
}
