import { join } from 'node:path';
import { buildWorkspace } from './build.mjs';
import { node } from './command.mjs';
import { keysFolder } from './data-files.mjs';
import { openDatabases } from './database.mjs';
import { takeRun } from './file-lock.mjs';
import { requireStartedOnce, runningStack } from './running-stack.mjs';
import { describeServices } from './services.mjs';
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
export async function users(args) {
  const asksOnly = args.length === 0 || args.includes('--help') || args.includes('-h');
  if (asksOnly) return runProgram('users', args);
  const stack = runningStack(process.env);
  requireStartedOnce(stack);
  return withBankSettings(stack, (env) => runProgram('users', args, env));
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
