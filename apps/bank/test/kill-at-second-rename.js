// Preloaded into a program that is to be killed before it puts its second file in place.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const real = fs.renameSync;
let renames = 0;
fs.renameSync = (...args) => {
  renames += 1;
  if (renames === 2) process.kill(process.pid, 'SIGKILL');
  return real(...args);
};
syncBuiltinESMExports();
