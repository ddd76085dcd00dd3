import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { whileLocked } from './file-lock.mjs';
import { ExplainedError } from './log.mjs';
import { setupLock } from './setup.mjs';
import { root } from './workspace.mjs';
import { endsWithUs } from './signals.mjs';

/** npm run build: all workspaces and sites; what has not changed comes from turbo's cache. */
export const build = () => runTasks(['build', 'build:web'], []);

/** Builds services and sites, and what they need. */
export const buildServices = () => runTasks(['build', 'build:web'], ['./apps/*']);

/** Builds one workspace without its site, and what it needs. */
export const buildWorkspace = (name) => runTasks(['build'], [name]);

async function runTasks(tasks, only) {
  await whileLocked(setupLock, async () => {
    const filters = only.map((one) => `--filter=${one}`);
    const quiet = ['--output-logs=errors-only', '--ui=stream', '--no-update-notifier'];
    const { code, output } = await turbo(['run', ...tasks, ...filters, ...quiet]);
    if (code !== 0) throw new ExplainedError(`The build failed:\n${output}`);
  });
}

function turbo(args) {
  const program = join(root, 'node_modules/turbo/bin/turbo');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    // No colours or questions, whoever asks; and nothing is written outside the clone.
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endsWithUs(child);
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}
