// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { presentHouse, requireStartedOnce } from './present-house.mjs';
import { endWith } from './say.mjs';
import { setUp } from './setup.mjs';

// npm run users -- <step> NAME: the bank's users command on the bank of this clone's house.
async function users() {
  const house = presentHouse(process.env);
  requireStartedOnce(house);
  await setUp();
  const { build } = await import('./build.mjs');
  const { runBankProgram } = await import('./bank-program.mjs');
  await build(['build'], ['@latchkey/bank']);
  process.exitCode = await runBankProgram(house, 'users', process.argv.slice(2));
}

users().catch(endWith);
