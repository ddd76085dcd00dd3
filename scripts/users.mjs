// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { presentHouse, requireStartedOnce } from './running-stack.mjs';
import { endWith } from './log.mjs';
import { setUp } from './setup.mjs';

// npm run users -- <step> NAME: the bank's users command on the bank of this clone's house.
async function users() {
  const args = process.argv.slice(2);
  const asksOnly = args.length === 0 || args.includes('--help') || args.includes('-h');
  const house = presentHouse(process.env);
  if (!asksOnly) requireStartedOnce(house);
  await setUp();
  const { build } = await import('./build.mjs');
  const { explainBankProgram, runBankProgram } = await import('./bank-program.mjs');
  await build(['build'], ['@latchkey/bank']);
  process.exitCode = await (asksOnly ? explainBankProgram('users', args) : runBankProgram(house, 'users', args));
}

users().catch(endWith);
