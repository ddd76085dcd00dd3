// npm start, npm run dev. Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { refuseSecondRun } from './file-lock.mjs';
import { exitWith, log } from './log.mjs';
import { readSettings, startHelp } from './settings.mjs';
import { setUp } from './setup.mjs';
import { heedSignals } from './processes.mjs';

const devHelp =
  'npm run dev: like npm start, and builds and reloads on every edit of a service, a site or a package.\n\n';

heedSignals();

async function start() {
  const reloads = process.argv.includes('--dev');
  const args = process.argv.slice(2).filter((arg) => arg !== '--dev');
  if (args.includes('--help')) return log(reloads ? `${devHelp}${startHelp}` : startHelp);
  const settings = readSettings(process.env, args);
  await refuseSecondRun(settings.dataDir);
  await setUp();
  const { reloadOnEdit, startStack } = await import('./stack.mjs');
  const stack = await startStack(settings);
  return reloads ? reloadOnEdit(stack) : undefined;
}

start().catch(exitWith);
