import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { runKeys } from '../src/commands/keys/keys.command.js';
import type { KeysResult } from '../src/commands/keys/result.contract.js';
import { startStubService, type StubService } from './stub-service.js';

export interface Jwk {
  readonly kid: string;
  readonly alg: string;
  readonly [member: string]: unknown;
}

export const readText = (path: string): string => readFileSync(path, 'utf8');
export const readKeys = (path: string): { keys: Jwk[]; signing?: string } => JSON.parse(readText(path));

/** What a run of the command said, and its exit code. */
export interface Ran {
  readonly code: number | null;
  readonly answer: KeysResult;
  readonly output: string;
  readonly errors: string;
}

/** The key files of a deployment, and its services. */
export interface KeyStack {
  readonly folder: string;
  readonly bankFile: string;
  readonly verifyFile: string;
  readonly bank: StubService;
  readonly retirement: StubService;
  /** Runs a step in this process and reads its JSON. */
  keys(...args: string[]): Promise<Ran>;
  /** Runs the built command as an operator does. */
  spawn(args: readonly string[], flags?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>;
  close(): Promise<void>;
}

export async function keyStack(): Promise<KeyStack> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-keys-'));
  const bankFile = join(folder, 'bank', 'keys.bank.json');
  const verifyFile = join(folder, 'verify', 'keys.verify.json');
  const [bank, retirement] = await Promise.all([
    startStubService('bank', bankFile),
    startStubService('retirement', verifyFile),
  ]);
  const registry = join(folder, 'registry.json');
  const entries = Object.entries({ bank, retirement }).map(([id, { url }]) => ({ id, name: id, url }));
  writeFileSync(registry, JSON.stringify(entries));
  const places = ['--folder', folder, '--registry', registry];
  return {
    folder,
    bankFile,
    verifyFile,
    bank,
    retirement,
    keys: (...args) => inProcess([...args, ...places, '--json']),
    spawn: (args, flags = [], env = {}) => asProgram([...args, ...places, '--json'], flags, env),
    close: async () => {
      await Promise.all([bank.stop(), retirement.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function inProcess(args: string[]): Promise<Ran> {
  const said = { log: '', error: '' };
  const spies = (['log', 'error'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation((line: unknown) => void (said[name] += `${String(line)}\n`)),
  );
  try {
    const code = await runKeys(args);
    return { code, answer: answerIn(said.log), output: said.log, errors: said.error };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

async function asProgram(args: readonly string[], flags: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const program = fileURLToPath(new URL('../dist/keys.js', import.meta.url));
  const child = spawn(process.execPath, [...flags, program, ...args], { env: { PATH: process.env['PATH'], ...env } });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, answer: answerIn(output), output, errors };
}

const answerIn = (text: string): KeysResult => JSON.parse(text.startsWith('{') ? text : '{}');
