import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { node } from './command.mjs';
import { explainWrite } from './file-lock.mjs';
import { Refusal } from './log.mjs';
import { root } from './setup.mjs';

export const keysFolder = (dataDir) => join(dataDir, 'keys');
export const keysProgram = join(root, 'apps', 'bank', 'dist', 'keys.js');

/** Each service's own keys file. */
export function keysFileOf(dataDir, id) {
  const own = id === 'bank' ? ['bank', 'keys.bank.json'] : ['verify', 'keys.verify.json'];
  return join(keysFolder(dataDir), ...own);
}

/** Makes the first keys by the bank's command; the secret of an earlier release becomes the first key, so nobody is logged out. */
export async function makeFirstKeys(dataDir) {
  const secretFile = join(dataDir, 'jwt-secret');
  const whole = ['bank', 'verify'].every((id) => existsSync(keysFileOf(dataDir, id)));
  if (!whole) {
    const secret = existsSync(secretFile) ? readFileSync(secretFile, 'utf8').trim() : undefined;
    const args = [
      keysProgram,
      'init',
      '--folder',
      keysFolder(dataDir),
      ...(secret === undefined ? [] : ['--from-secret']),
    ];
    const { code, output } = await node(args, { quiet: true, env: { JWT_SECRET: secret } });
    if (code !== 0) throw new Refusal(`The first keys could not be made.\n${output}`);
  }
  try {
    rmSync(secretFile, { force: true });
  } catch (error) {
    throw explainWrite(error, secretFile);
  }
}
