// npm run endurance: the long runs of the black-box tests in full size, and their figures in docs/endurance.md and .json.
// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith, say } from './log.mjs';
import { root, setUp } from './setup.mjs';

const help = `npm run endurance: the long runs of the black-box tests in full size, and their figures in docs/endurance.md.

  npm run endurance -- keys   runs the files with this word in their names, and writes nothing

Reads from the environment:
  TEST_DATABASE_URL   a PostgreSQL login that may create databases, instead of the embedded server
  CHROMIUM_PATH       the browser, instead of the one found or carried`;

async function endurance() {
  if (process.argv.includes('--help')) return say(help);
  await setUp();
  const { rmSync } = await import('node:fs');
  const { join } = await import('node:path');
  const { build } = await import('./build.mjs');
  const { node } = await import('./command.mjs');
  const { isInterrupted } = await import('./interruption.mjs');
  const { playwright } = await import('./playwright.mjs');
  const { withTestDatabase } = await import('./test-database.mjs');
  const { writeEndurance } = await import('./endurance-report.mjs');
  await build(undefined, ['./apps/*', '@latchkey/conformance']);
  const results = join(root, 'e2e/test-results/endurance');
  rmSync(results, { recursive: true, force: true });
  const only = ['--project', 'endurance', '--no-deps', ...process.argv.slice(2)];
  // No limit of time: it takes as long as it takes.
  const run = async (url) => {
    const env = { E2E_DATABASE_URL: url, LATCHKEY_E2E: 'full' };
    return (await playwright(only, { env, told: 'leader', timeout: 0 })).code ?? 1;
  };
  process.exitCode = await withTestDatabase(run, { durable: true });
  // Half a run is no page to keep.
  if (process.argv.length > 2 || isInterrupted()) return undefined;
  writeEndurance(results, join(root, 'docs'));
  await node(['node_modules/oxfmt/bin/oxfmt', 'docs/endurance.json']);
  return undefined;
}

endurance().catch(endWith);
