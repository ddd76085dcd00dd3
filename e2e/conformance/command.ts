import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from '@playwright/test';
import { projectRoot } from '../stack/paths.ts';
import { run, type Environment } from '../stack/process.ts';
import type { Result } from '@latchkey/conformance';

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  /** What it wrote for machines; empty if it did not begin. */
  readonly results: readonly Result[];
}

/** Other tests may keep the machine busy. */
export const PATIENT = ['--patience', '20', '--ended-within', '5'];

/** A place for a file of a test: among its results, which the next run clears away, however this one ends. */
export function placeFor(name: string): string {
  const file = test.info().outputPath(`${randomUUID()}-${name}`);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

/** Runs the command as somebody would, in a process of its own. */
export async function conformance(args: readonly string[], env: Environment = {}): Promise<Outcome> {
  const file = placeFor('results.json');
  const program = `${projectRoot}packages/conformance/dist/main.js`;
  const ran = await run(program, env, [...PATIENT, ...args, '--json', file]);
  return { ...ran, results: read(file) };
}

function read(file: string): Result[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { results: Result[] }).results;
  } catch {
    return [];
  }
}
