import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GENERATOR_CORE } from '../cores.ts';
import { GeneratorProcess } from '../generator-process.ts';
import { BenchStack } from '../bench-stack.ts';
import { readCosts, writeCosts } from './costs.ts';
import { measureCosts } from './measure-costs.ts';
import { readOptions } from './options.ts';
import { renderPage, renderOne } from './page.ts';

const PAGE = fileURLToPath(new URL('../../../docs/scale.md', import.meta.url));
const FIRST_PORT = Number(process.env.BENCH_PORT ?? 4390);

const options = readOptions(process.argv.slice(2));
if ('words' in options) {
  (options.code === 0 ? console.log : console.error)(options.words);
  process.exit(options.code);
}
if (options.measure) await measure();
if (options.one !== undefined) console.log(renderOne(options.one, options.habits, readCosts()));
else {
  writeFileSync(PAGE, renderPage(readCosts()));
  console.log('written to docs/scale.md');
}

async function measure(): Promise<void> {
  const stack = new BenchStack(FIRST_PORT);
  const generator = new GeneratorProcess(GENERATOR_CORE);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      generator.stop();
      void stack.close().finally(() => process.exit(130));
    });
  }
  try {
    writeCosts(await measureCosts(stack, generator, (text) => console.log(`measures ${text}`)));
  } finally {
    generator.stop();
    await stack.close();
  }
}
