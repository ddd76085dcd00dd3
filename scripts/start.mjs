// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { refuseSecondRun } from './run-lock.mjs';
import { endWith } from './log.mjs';
import { readSettings, startHelp } from './settings.mjs';
import { setUp } from './setup.mjs';
import { heedSignals } from './signals.mjs';

heedSignals();

async function start() {
  if (process.argv.includes('--help')) return console.log(startHelp);
  const settings = readSettings(process.env, process.argv.slice(2));
  await refuseSecondRun(settings.dataDir);
  await setUp();
  const { runHouse } = await import('./stack.mjs');
  await runHouse(settings);
}

start().catch(endWith);
