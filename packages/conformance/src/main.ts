#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { probeContext } from './probe/probe-context.js';
import { HELP, readOptions } from './options.js';
import { allProbes } from './probes/all.js';
import { countsOf, lineOf, hintOf, summaryOf, titleOf } from './report.js';
import { runProbes } from './run.js';
import { UsageError } from './client/usage-error.js';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') return say(HELP);
  if (options === 'list') return say(allProbes.map(({ id, name }) => `${id.padEnd(23)} ${name}`).join('\n'));
  if (options.json !== undefined) write(options.json, '');
  const { context, close } = await probeContext(options);
  try {
    say(titleOf(context));
    const results = await runProbes(context, options.only, (result) => say(lineOf(result)));
    const { questions } = context.service;
    if (options.json !== undefined) {
      const { audience, service } = context;
      const { address, origin } = service;
      const whole = { service: audience, url: address, origin, questions, counts: countsOf(results), results };
      write(options.json, `${JSON.stringify(whole, null, 2)}\n`);
    }
    say(`\n${summaryOf(results)} (${questions} questions)`);
    const hint = hintOf(context, results);
    if (hint !== undefined) say(hint);
    return countsOf(results).failed === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`--json cannot be written: ${(error as Error).message}`);
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
