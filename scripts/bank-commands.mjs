// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { existsSync } from 'fs';
import { join } from 'node:path';
import { buildWorkspace } from './install-and-build.mjs';
import { node } from './command.mjs';
import { keysFolder } from './data-files.mjs';
import { openDatabases } from './database.mjs';
import { readRun, takeRun } from './file-lock.mjs';
import { ExplainedError } from './log.mjs';
import { describeServices, urlOf } from './services.mjs';
import { readSettings, settingsOf } from './settings.mjs';
import { ISSUER, root } from './workspace.mjs';

/** npm run keys -- <step>: the bank's keys command on the keys and services of this clone's stack. */
export async function keys(args) {
  const { settings, registry } = runningStack(process.env);
  if (process.env.JWT_SECRET && !args.includes('--from-secret')) {
    console.error('  JWT_SECRET is set: a stack that was started with it does not use these keys');
  }
  return runProgram('keys', args, { KEYS_FOLDER: keysFolder(settings.dataDir), SSO_REGISTRY_FILE: registry });
}

/** npm run users -- <step> NAME: the bank's users command on the bank of this clone's stack. */
export const users = (args) => runOnBank('users', args);

/** npm run contract -- <step>: the bank's contract command on the bank and the services of this clone's stack. */
export const contract = (args) => runOnBank('contract', args);

/** npm run doctor: the bank's doctor command; without a service named, on the services of this clone's stack. */
export async function doctor(args) {
  if (args.some((arg) => arg !== '--json')) return runProgram('doctor', args);
  const { settings, runs } = runningStack(process.env);
  if (!runs) throw new ExplainedError('No stack of this clone runs: npm start, or npm run doctor -- --bank URL.');
  const places = settings.services.flatMap(({ id, port }) => [`--${id}`, urlOf({ id, port })]);
  return runProgram('doctor', [...args, ...places]);
}

async function runOnBank(name, args) {
  const asksOnly = args.length === 0 || args.includes('--help') || args.includes('-h');
  if (asksOnly) return runProgram(name, args);
  const stack = runningStack(process.env);
  requireStartedOnce(stack);
  return withBankSettings(stack, (env) => runProgram(name, args, env));
}

async function runProgram(name, args, env) {
  await buildWorkspace('@latchkey/bank');
  const { code } = await node([join(root, 'apps/bank/dist', `${name}.js`), ...args], { env });
  return code ?? 1;
}

/** The settings that the stack gives to the bank; a database that does not run is started for the work. */
async function withBankSettings({ settings, runs }, work) {
  // Two starters of one database would stop it under each other.
  const own = runs ? undefined : await takeRun(settings.dataDir);
  let databases;
  try {
    databases = await openDatabases(settings);
    const bank = describeServices(settings, databases).find(({ id }) => id === ISSUER);
    return await work({ ...emptied(process.env), ...bank.env });
  } finally {
    // A running stack has its database open before and after us.
    if (own) await databases?.stop();
    own?.release();
  }
}

// What the caller's environment says to services does not reach the program, unless the stack hands it on.
const emptied = (env) => Object.fromEntries(Object.keys(env).map((name) => [name, undefined]));

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
