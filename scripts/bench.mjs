// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith } from './say.mjs';
import { setUp } from './setup.mjs';

async function bench() {
  await setUp();
  const { readOptions } = await import('../bench/src/options.ts');
  // Before anything is built: help and faults need neither services nor a database.
  const options = readOptions(process.argv.slice(2));
  if ('words' in options) {
    process.exitCode = options.code;
    return (options.code === 0 ? console.log : console.error)(options.words);
  }
  const { build } = await import('./build.mjs');
  const { command } = await import('./command.mjs');
  const { npmCommand } = await import('./npm.mjs');
  const { withTestDatabase } = await import('./test-database.mjs');
  await build();
  const [file, args] = npmCommand(['run', '--silent', 'bench', '-w', 'bench', '--', ...process.argv.slice(2)]);
  const run = (databaseUrl) => command(file, args, { env: { BENCH_DATABASE_URL: databaseUrl } });
  const { code } = await withTestDatabase(run, { durable: true });
  process.exitCode = code ?? 1;
  return undefined;
}

bench().catch(endWith);
