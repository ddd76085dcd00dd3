#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { probeContext } from './probe/probe-context.js';
import { HELP, readOptions, type Options } from './options.js';
import { chapters } from './probes/all.js';
import { junitOf } from './report/junit.js';
import { countsOf, hintOf, summaryOf, textOf, titleOf } from './report/text.js';
import type { ProbeContext } from './probe/probe.js';
import { runProbes, type Result } from './run.js';
import { UsageError } from './client/usage-error.js';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') return say(HELP);
  if (options === 'list') return say(listed());
  for (const name of ['json', 'junit'] as const) write(name, options[name], '');
  const began = new Date();
  const { context, close } = await probeContext(options);
  try {
    say(titleOf(context));
    const results = await runProbes(context, options.only, (result) => say(textOf(result)));
    keep(options, context, results, began);
    say(`\n${summaryOf(results, context)}`);
    const hint = hintOf(context, results);
    if (hint !== undefined) say(hint);
    return countsOf(results).failed === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

function listed(): string {
  const lines = chapters.map(({ id, title, probes }) =>
    [`${id}: ${title}`, ...probes.map((probe) => `  ${probe.id.padEnd(23)} ${probe.name}`)].join('\n'),
  );
  return lines.join('\n');
}

/** The files for machines. */
function keep({ json, junit }: Options, context: ProbeContext, results: readonly Result[], began: Date): void {
  const { audience, service } = context;
  const { address, origin, questions } = service;
  const whole = { service: audience, url: address, origin, questions, counts: countsOf(results), results };
  write('json', json, `${JSON.stringify(whole, null, 2)}\n`);
  write('junit', junit, junitOf(audience, chapters, results, began));
}

function write(name: string, file: string | undefined, text: string): void {
  if (file === undefined) return;
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`--${name} cannot be written: ${(error as Error).message}`);
  }
}

function say(text: string): number {
  console.log(text);
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  console.error(`✗ ${error.message}\n  npx @latchkey/conformance --help`);
  return 2;
});
