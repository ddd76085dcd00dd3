import { node } from './command.mjs';
import { root } from './setup.mjs';

/** Runs the steps of the scenario, or those with these words in their names; resolves to the exit code. */
export async function scenario(databaseUrl, only, env) {
  // One user for all steps: side by side, the logout of one would end the login of another.
  const foreign = databaseUrl === undefined ? ['--workers', '1'] : [];
  const database = databaseUrl === undefined ? {} : { E2E_DATABASE_URL: databaseUrl };
  const { code } = await playwright(only, foreign, { env: { ...env, ...database }, interruptible: true });
  return code ?? 1;
}

/** Whether a step has these words in its name; runs none. */
export async function isAnyStep(only) {
  const { output } = await playwright(only, ['--list', '--reporter', 'line'], { quiet: true });
  // Whatever else is wrong is told by the run itself.
  return !output.includes('No tests found');
}

function playwright(only, more, options) {
  const chosen = only === undefined ? [] : ['--grep', escaped(only)];
  // Without an npm in between, whose shell would keep an interruption to itself.
  const cli = `${root}node_modules/@playwright/test/cli.js`;
  return node([cli, 'test', '--project', 'qa', '--no-deps', ...more, ...chosen], { ...options, cwd: `${root}e2e` });
}

// Playwright reads an expression; what people type are words.
const escaped = (words) => `/${words.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}/i`;
