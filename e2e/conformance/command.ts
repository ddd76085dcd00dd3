import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../house/paths.js';
import { run, type Environment } from '../house/process.js';
import type { Result } from './run.js';

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  /** What it wrote for machines; empty if it did not begin. */
  readonly results: readonly Result[];
}

/** Other tests may keep the machine busy. */
export const PATIENT = ['--patience', '20', '--ended-within', '5'];

/** Runs the command as somebody would, in a process of its own. */
export async function conformance(args: readonly string[], env: Environment = {}): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-conformance-'));
  const file = join(folder, 'results.json');
  const names = new URL(`file://${projectRoot}e2e/typescript-names.mjs`).href;
  const settings = { NODE_OPTIONS: `--import=${names}`, ...env };
  try {
    const ran = await run(`${projectRoot}e2e/conformance/main.ts`, settings, [...PATIENT, ...args, '--json', file]);
    return { ...ran, results: read(file) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function read(file: string): Result[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { results: Result[] }).results;
  } catch {
    return [];
  }
}
