import { join } from 'node:path';
import { node } from './command.mjs';
import { openDatabases } from './database.mjs';
import { takeRun } from './run-lock.mjs';
import { describeServices } from './services.mjs';
import { root } from './setup.mjs';

const pathOf = (program) => join(root, 'apps', 'bank', 'dist', `${program}.js`);

/** Runs a program of the bank that only tells how it is used: no database is started for that. */
export async function explainBankProgram(program, args) {
  const { code } = await node([pathOf(program), ...args]);
  return code ?? 1;
}

/** Runs a program of the bank with the settings that the house gives it; a database that does not run is started for it. */
export async function runBankProgram({ settings, runs }, program, args) {
  // Two starters of one database would stop it under each other.
  const own = runs ? undefined : await takeRun(settings.dataDir);
  let databases;
  try {
    databases = await openDatabases(settings);
    const [bank] = describeServices(settings, databases);
    const env = { ...emptied(process.env), ...bank.env };
    const { code } = await node([pathOf(program), ...args], { env });
    return code ?? 1;
  } finally {
    // A running house has its database open before and after us.
    if (own) await databases?.stop();
    own?.release();
  }
}

// What the caller's environment says to services does not reach the program, unless the house hands it on.
const emptied = (env) => Object.fromEntries(Object.keys(env).map((name) => [name, undefined]));
