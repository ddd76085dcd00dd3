// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { existsSync } from 'fs';
import { join } from 'path';
import { readRun } from './run-lock.mjs';
import { Refusal } from './log.mjs';
import { readSettings } from './settings.mjs';

/** The house of LATCHKEY_DATA_DIR as a command finds it: if it runs, with the ports that it runs on, whatever the environment says. */
export function presentHouse(env) {
  const settings = readSettings(env, []);
  const run = readRun(settings.dataDir);
  if (run && run.ports) {
    settings.bank.port = run.ports.bank;
    settings.retirement.port = run.ports.retirement;
    settings.databasePort = run.ports.database;
  }
  if (run && run.bankDatabaseIsGiven && !settings.bank.database) {
    throw new Refusal('The running house has a database of its own for the bank: set BANK_DATABASE_URL to it.');
  }
  const registry = join(settings.dataDir, 'registry.json');
  return { settings, runs: run !== undefined, registry: existsSync(registry) ? registry : undefined };
}

/** The house must have been started once. */
export function requireStartedOnce({ settings, registry }) {
  if (registry !== undefined) return;
  throw new Refusal(`There is no house in ${settings.dataDir} yet: start it once with npm start.`);
}
