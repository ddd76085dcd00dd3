import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { compiled } from './command.mjs';
import { ExplainedError, log } from './log.mjs';
import { describe } from './processes.mjs';

/**
 * Starts a program of a service. Its words go straight into a file: nothing breaks for it when we are killed. A session of its
 * own keeps the terminal's ctrl-C away, so that we end things in order.
 */
export function launch(service, script, stack) {
  const { logs, run, programs } = stack;
  if (stack.stopping) throw new ExplainedError('The stack is being stopped.');
  const path = join(logs, `${service.id}${script === 'main' ? '' : `.${script}`}.log`);
  const { output, close, lastLines } = openLog(path);
  const child = spawn(process.execPath, programOf(service, script), {
    cwd: service.folder,
    env: { ...compiled, ...service.env, ...(script === 'migrate' && service.migrateEnv) },
    detached: true,
    stdio: ['ignore', output, output],
  });
  close();
  const program = describe(child.pid);
  programs.push(program);
  run.add(program);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ how: error.message, code: 1 }));
    child.once('exit', (code, signal) =>
      resolve({ how: signal ? `was ended by ${signal}` : `ended with code ${code}`, code }),
    );
  });
  return { name: service.name, program, ended, lastWords: lastLines, log: path };
}

/** Runs a program of a service to its end. */
export async function complete(service, script, stack) {
  const child = launch(service, script, stack);
  const { how, code } = await child.ended;
  if (code !== 0) throw new ExplainedError(`${service.name}: ${script} ${how}.\n${child.lastWords()}`);
}

/** Waits until a service says that it is ready; a service that ends instead is an error with its last words. */
export async function untilReady(service, child) {
  const deadline = Date.now() + 60_000;
  let over;
  void child.ended.then((end) => (over = end));
  while (Date.now() < deadline) {
    if (over) throw new ExplainedError(`${service.name} ${over.how}.\n${child.lastWords()}`);
    const answer = await fetch(`${service.local}/health/ready`, { signal: AbortSignal.timeout(2000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await wait(50);
  }
  throw new ExplainedError(`${service.name} was not ready after a minute (log: ${child.log}).\n${child.lastWords()}`);
}

// A service runs here as its own `npm start` runs it, with the same flags.
function programOf({ folder }, script) {
  if (script !== 'main') return [join('dist', `${script}.js`)];
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    .scripts.start.split(' ')
    .slice(1);
}

/** A log that has grown beyond this is put aside at the next start, in the place of the one before. */
const MOST_BYTES = 10_000_000;
const TAIL_BYTES = 20_000;

/**
 * Opens the log of a program, and goes on where the last run ended. `lastLines` tells what this run has written. A log that
 * cannot be opened is said to be so, and keeps nothing from starting.
 */
export function openLog(path) {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    putAside(path);
    const output = openSync(path, 'a', 0o600);
    const begin = fstatSync(output).size;
    return { output, close: () => closeSync(output), lastLines: () => linesFrom(path, begin) };
  } catch ({ code }) {
    log(`  ${path} cannot be written (${code}): what is said there is lost`);
    return { output: 'ignore', close: () => undefined, lastLines: () => '' };
  }
}

function putAside(path) {
  const { size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (size > MOST_BYTES) renameSync(path, `${path}.1`);
}

function linesFrom(path, begin) {
  try {
    return tailOf(path, begin)
      .trim()
      .split('\n')
      .slice(-20)
      .map((line) => `    ${line.slice(0, 500)}`)
      .join('\n');
  } catch {
    return '';
  }
}

function tailOf(path, begin) {
  const file = openSync(path, 'r');
  try {
    const from = Math.max(begin, fstatSync(file).size - TAIL_BYTES);
    const bytes = Buffer.alloc(TAIL_BYTES);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, TAIL_BYTES, from));
  } finally {
    closeSync(file);
  }
}
