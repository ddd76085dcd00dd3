// Runs a step of the keys command again and again: the first run dies before its first change of the file system, the next before
// its second, until one comes to its end. Dead, a run changes nothing any more, as after kill -9; a hundred processes would take
// minutes. Prints how many died. Arguments: bank file, verify file, and the step.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { keySetOfFile } from '@latchkey/verifier';
import { runKeys } from '../build/commands/keys/keys.command.js';

const [bankFile, verifyFile, ...step] = process.argv.slice(2);
const { existsSync, readFileSync } = fs;
const print = console.log;
// No process ever has such a number: the next run takes the lock of a dead one for what it is.
const NOBODY = 2 ** 30;
let left = 0;

for (const name of [
  'writeFileSync',
  'openSync',
  'linkSync',
  'renameSync',
  'unlinkSync',
  'rmSync',
  'mkdirSync',
  'fsyncSync',
]) {
  const real = fs[name];
  fs[name] = (...args) => {
    left -= 1;
    // Half of the text, as a kill or a full disk leaves it.
    if (left === 0 && name === 'writeFileSync') real(args[0], String(args[1]).slice(0, 40), { mode: 0o600 });
    if (left <= 0) throw new Error('dead');
    return real(...args);
  };
}
syncBuiltinESMExports();

let said = '';
console.log = console.error = (line) => (said += line);
for (let deaths = 0; ; deaths += 1) {
  said = '';
  left = deaths + 1;
  Object.defineProperty(process, 'pid', { value: NOBODY + deaths });
  const code = await runKeys(step);
  requireWholeFiles();
  if (left <= 0) continue;
  // An init that died at the very end had done its work.
  const isDone = code === 0 || /exists already/.test(said);
  print(isDone ? deaths : `${code} ${said}`);
  break;
}

// Each service can read its file, and what the bank signs with is accepted by all.
function requireWholeFiles() {
  const bank = existsSync(bankFile) && keySetOfFile(readFileSync(bankFile, 'utf8'), { holdsPrivateKeys: true });
  const verify = existsSync(verifyFile) && keySetOfFile(readFileSync(verifyFile, 'utf8'), { holdsPrivateKeys: false });
  if (bank && verify && !verify.byKid.has(bank.signing.kid)) throw new Error('the bank signs with an unknown key');
}
