// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { existsSync } from 'fs';
import { join } from 'path';
import { readRun } from './file-lock.mjs';
import { ExplainedError } from './log.mjs';
import { readSettings, settingsOf } from './settings.mjs';
import { ISSUER } from './workspace.mjs';

/** The stack of LATCHKEY_DATA_DIR as a command finds it: if it runs, with the ports that it runs on, whatever the environment says. */
export function runningStack(env) {
  const settings = readSettings(env, []);
  const run = readRun(settings.dataDir);
  if (run && run.ports) {
    for (const service of settings.services) service.port = run.ports[service.id] ?? service.port;
    settings.databasePort = run.ports.database;
  }
  if (run && run.bankDatabaseIsGiven && !settingsOf(settings, ISSUER).database) {
    throw new ExplainedError('The running stack has a database of its own for the bank: set BANK_DATABASE_URL to it.');
  }
  const registry = join(settings.dataDir, 'registry.json');
  return { settings, runs: run !== undefined, registry: existsSync(registry) ? registry : undefined };
}

/** The stack must have been started once. */
export function requireStartedOnce({ settings, registry }) {
  if (registry !== undefined) return;
  throw new ExplainedError(`There is no stack in ${settings.dataDir} yet: start it once with npm start.`);
}
