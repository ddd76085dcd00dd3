// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { refuseSecondRun } from './run-lock.mjs';
import { endWith, say } from './log.mjs';
import { readSettings, startHelp } from './settings.mjs';
import { setUp } from './setup.mjs';
import { heedSignals } from './signals.mjs';

const help = `npm run dev: like npm start, and builds and reloads on every edit of a service, a site or a package.

${startHelp}`;

heedSignals();

async function dev() {
  if (process.argv.includes('--help')) return say(help);
  const settings = readSettings(process.env, process.argv.slice(2));
  await refuseSecondRun(settings.dataDir);
  await setUp();
  const { runHouse } = await import('./stack.mjs');
  const { reloadOnEdit } = await import('./reload.mjs');
  const house = await runHouse(settings);
  reloadOnEdit(house);
}

dev().catch(endWith);
