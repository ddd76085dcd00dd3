import { build } from './build.mjs';
import { checks } from './checks.mjs';
import { ExplainedError, log } from './log.mjs';
import { isInterrupted } from './signals.mjs';
import { runners } from './runners.mjs';
import { withTestDatabase } from './database.mjs';

/** Runs what is named, or all: checks first, then tests on a database server of this run. Never throws; sums up. */
export async function runTests(only) {
  const known = [...checks, ...runners].map(({ name }) => name);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new ExplainedError(`There is no ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  const wanted = ({ name }) => only.length === 0 || only.includes(name);
  const sum = { passed: 0, failed: 0 };
  const count = async (name, work) => {
    const began = Date.now();
    log(`\n── ${name}`);
    const { passed, failed, why } = await work().catch((error) => ({ passed: 0, failed: 1, why: wordsOf(error) }));
    if (why) log(why);
    log(`── ${name}: ${passed} passed, ${failed} failed (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    sum.passed += passed;
    sum.failed += failed;
    return failed === 0;
  };
  const built = await count('build', () => build().then(() => ({ passed: 1, failed: 0 })));
  for (const { name, run } of checks.filter(wanted)) await count(name, run);
  if (!built) return sum;
  await withTestDatabase(async (databaseUrl) => {
    for (const { name, run } of runners.filter(wanted)) if (!isInterrupted()) await count(name, () => run(databaseUrl));
  }).catch((error) => count('database', () => Promise.reject(error)));
  return sum;
}

function wordsOf(error) {
  if (isInterrupted()) return 'It was interrupted.';
  return error instanceof ExplainedError ? error.message : String(error?.stack ?? error);
}
