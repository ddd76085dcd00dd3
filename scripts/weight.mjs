// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith } from './say.mjs';
import { setUp } from './setup.mjs';

async function weight() {
  await setUp();
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
}

weight().catch(endWith);
