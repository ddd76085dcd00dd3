import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LaunchOptions } from '@playwright/test';
import { BenchStack } from '../bench-stack.ts';
import { WEIGHT, withSection } from '../page-section.ts';
import { describeMachine } from '../results.ts';
import { readOptions } from './options.ts';
import { renderWeight } from './report-weight.ts';
import { measureWeight } from './weight.ts';

const PAGE = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url));
const FIRST_PORT = Number(process.env.BENCH_PORT ?? 4350);

const options = readOptions(process.argv.slice(2));
if ('words' in options) {
  (options.code === 0 ? console.log : console.error)(options.words);
  process.exit(options.code);
}
const { E2E_DATABASE_URL: database, BENCH_BROWSER: browser } = process.env;
if (!database || !browser) {
  console.error('E2E_DATABASE_URL or BENCH_BROWSER is missing: npm run weight at the root sets both.');
  process.exit(2);
}

const stack = new BenchStack(FIRST_PORT);
try {
  const sites = await measureWeight(stack, JSON.parse(browser) as LaunchOptions, options.loads);
  const section = renderWeight(describeMachine(), sites);
  console.log(section);
  if (!options.dry) writeFileSync(PAGE, withSection(readFileSync(PAGE, 'utf8'), WEIGHT, section));
} finally {
  await stack.close();
}
