import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';
import { projectRoot } from './paths.ts';
import { run } from './process.ts';

/** A folder of keys that the command keeps, as an operator has it. */
export interface KeyFolder {
  readonly path: string;
  readonly bank: string;
  readonly retirement: string;
  remove(): void;
}

export function keyFolder(): KeyFolder {
  const { path, remove } = temporaryFolder('latchkey-e2e-keys-');
  return {
    path,
    bank: join(path, 'bank', 'keys.bank.json'),
    retirement: join(path, 'verify', 'keys.verify.json'),
    remove,
  };
}

/** Runs the bank's keys command as a process. */
export function keys(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  return run(`${projectRoot}apps/bank/dist/keys.js`, env, args);
}

/** Runs the bank's contract command as a process. */
export function contract(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  return run(`${projectRoot}apps/bank/dist/contract.js`, env, args);
}

/** Runs the bank's users command as a process. */
export function users(args: string[], env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  return run(`${projectRoot}apps/bank/dist/users.js`, env, args);
}
