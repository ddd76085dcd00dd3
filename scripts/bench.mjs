// npm run bench: the same work asked of us and of peers, side by side; options as --help says.
// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith } from './log.mjs';
import { setUp } from './setup.mjs';

async function bench() {
  await setUp();
  const { runBenchProgram } = await import('./bench-program.mjs');
  process.exitCode = await runBenchProgram('bench', { durable: true });
}

bench().catch(endWith);
