import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { compiled } from './command.mjs';
import { openLog } from './log-files.mjs';
import { describe } from './processes.mjs';
import { Refusal } from './log.mjs';

/**
 * Starts a program of a service. Its words go straight into a file: nothing breaks for it when we are killed. A session of its
 * own keeps the terminal's ctrl-C away, so that we end things in order.
 */
export function launch(service, script, house) {
  const { logs, run, programs } = house;
  if (house.stopping) throw new Refusal('The house is being stopped.');
  const log = join(logs, `${service.id}${script === 'main' ? '' : `.${script}`}.log`);
  const { output, close, lastLines } = openLog(log);
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
  return { name: service.name, program, ended, lastWords: lastLines, log };
}

/** Runs a program of a service to its end. */
export async function complete(service, script, house) {
  const child = launch(service, script, house);
  const { how, code } = await child.ended;
  if (code !== 0) throw new Refusal(`${service.name}: ${script} ${how}.\n${child.lastWords()}`);
}

/** Waits until a service says that it is ready; a service that ends instead is an error with its last words. */
export async function untilReady(service, child) {
  const deadline = Date.now() + 60_000;
  let over;
  void child.ended.then((end) => (over = end));
  while (Date.now() < deadline) {
    if (over) throw new Refusal(`${service.name} ${over.how}.\n${child.lastWords()}`);
    const answer = await fetch(`${service.local}/health/ready`, { signal: AbortSignal.timeout(2000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await wait(50);
  }
  throw new Refusal(`${service.name} was not ready after a minute (log: ${child.log}).\n${child.lastWords()}`);
}

// A service runs here as its own `npm start` runs it, with the same flags.
function programOf({ folder }, script) {
  if (script !== 'main') return [join('dist', `${script}.js`)];
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    .scripts.start.split(' ')
    .slice(1);
}
