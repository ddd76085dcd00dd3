// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith } from './say.mjs';
import { setUp } from './setup.mjs';

async function weight() {
  await setUp();
  const { readOptions } = await import('../bench/src/weight/options.ts');
  // Before anything is built: help and faults need neither sites nor a database.
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
  const [file, args] = npmCommand(['run', '--silent', 'weight', '-w', 'bench', '--', ...process.argv.slice(2)]);
  const { code } = await withTestDatabase((databaseUrl) =>
    command(file, args, { env: { BENCH_DATABASE_URL: databaseUrl } }),
  );
  process.exitCode = code ?? 1;
  return undefined;
}

weight().catch(endWith);
