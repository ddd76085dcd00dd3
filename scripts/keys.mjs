// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { presentHouse } from './running-stack.mjs';
import { endWith } from './log.mjs';
import { setUp } from './setup.mjs';

// npm run keys -- <step>: the bank's keys command on the keys and services of this clone's house.
async function keys() {
  const { settings, registry } = presentHouse(process.env);
  await setUp();
  const { build } = await import('./build.mjs');
  const { node } = await import('./command.mjs');
  const { keysFolder, keysProgram } = await import('./key-files.mjs');
  if (process.env.JWT_SECRET && !process.argv.includes('--from-secret')) {
    console.error('  JWT_SECRET is set: a house that was started with it does not use these keys');
  }
  await build(['build'], ['@latchkey/bank']);
  const env = { KEYS_FOLDER: keysFolder(settings.dataDir), SSO_REGISTRY_FILE: registry };
  const { code } = await node([keysProgram, ...process.argv.slice(2)], { env });
  process.exitCode = code === null ? 1 : code;
}

keys().catch(endWith);
