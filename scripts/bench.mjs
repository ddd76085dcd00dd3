// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith } from './say.mjs';
import { setUp } from './setup.mjs';

async function bench() {
  await setUp();
  const { build } = await import('./build.mjs');
  const { command } = await import('./command.mjs');
  const { npmCommand } = await import('./npm.mjs');
  const { withTestDatabase } = await import('./test-database.mjs');
  await build();
  const [file, args] = npmCommand(['run', '--silent', 'bench', '-w', 'bench', '--', ...process.argv.slice(2)]);
  const run = (databaseUrl) => command(file, args, { env: { BENCH_DATABASE_URL: databaseUrl } });
  const { code } = await withTestDatabase(run, { durable: true });
  process.exitCode = code ?? 1;
}

bench().catch(endWith);
