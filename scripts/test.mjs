// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { exitWith, log } from './log.mjs';
import { setUp } from './setup.mjs';

const help = `npm test: installs, checks and tests everything; its last line is "N passed, N failed".

  npm test -- jest e2e   runs only what is named: lint, format, types, jest, scripts, bench, qa, e2e (always after the build)

Reads from the environment:
  TEST_DATABASE_URL   a PostgreSQL login that may create databases, instead of the embedded server
  CHROMIUM_PATH       the browser for qa and e2e, instead of the one of the packages or on the PATH`;

async function test() {
  if (process.argv.includes('--help')) return log(help);
  await setUp();
  const { runTests } = await import('./run-tests.mjs');
  const { passed, failed } = await runTests(process.argv.slice(2));
  log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

test().catch((error) => {
  process.on('exit', () => log('\n0 passed, 1 failed'));
  exitWith(error);
});
