// npm run endurance: the long runs of the black-box tests in full size, and their figures in docs/endurance.md and .json.
// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { endWith, say } from './say.mjs';
import { root, setUp } from './setup.mjs';

const help = `npm run endurance: the long runs of the black-box tests in full size, and their figures in docs/endurance.md.

  npm run endurance -- keys   runs the files with this word in their names, and writes nothing

Reads from the environment:
  TEST_DATABASE_URL   a PostgreSQL login that may create databases, instead of the embedded server
  CHROMIUM_PATH       the browser, instead of the one found or carried`;

async function endurance() {
  if (process.argv.includes('--help')) return say(help);
  await setUp();
  const { spawn } = await import('node:child_process');
  const { rmSync } = await import('node:fs');
  const { join } = await import('node:path');
  const { build } = await import('./build.mjs');
  const { npmCommand } = await import('./npm.mjs');
  const { node } = await import('./command.mjs');
  const { withTestDatabase } = await import('./test-database.mjs');
  const { writeEndurance } = await import('./endurance-report.mjs');
  await build();
  const results = join(root, 'e2e/test-results/endurance');
  rmSync(results, { recursive: true, force: true });
  const only = ['--project', 'endurance', '--no-deps', ...process.argv.slice(2)];
  const [file, args] = npmCommand(['run', '--silent', 'test:e2e', '-w', 'e2e', '--', ...only]);
  // No limit of time: it takes as long as it takes.
  const run = (url) =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, E2E_DATABASE_URL: url, LATCHKEY_E2E: 'full' };
      const child = spawn(file, args, { cwd: root, env, stdio: 'inherit' });
      child.on('error', reject);
      child.on('close', (code) => resolve(code ?? 1));
    });
  process.exitCode = await withTestDatabase(run, { durable: true });
  // Half a run is no page to keep.
  if (process.argv.length > 2) return undefined;
  writeEndurance(results, join(root, 'docs'));
  await node(['node_modules/oxfmt/bin/oxfmt', 'docs/endurance.json']);
  return undefined;
}

endurance().catch(endWith);
