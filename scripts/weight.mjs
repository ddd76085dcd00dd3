// npm run weight: what both sites weigh and how soon a phone paints them; options as --help says.
// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith } from './log.mjs';
import { setUp } from './setup.mjs';

async function weight() {
  await setUp();
  const { browserOptions } = await import('./browser.mjs');
  const { runBenchProgram } = await import('./bench-program.mjs');
  const environment = async () => ({ BENCH_BROWSER: await browserOptions() });
  process.exitCode = await runBenchProgram('weight', { environment });
}

weight().catch(endWith);
