import { node } from './command.mjs';
import { filesWithout } from './qa-arguments.mjs';
import { root } from './workspace.mjs';

/** Runs the steps of the scenario: those with the words of `only` in their names, `without` some parts; resolves to the exit code. */
export async function scenario(databaseUrl, asked, env) {
  // One user for all steps: side by side, the logout of one would end the login of another.
  const foreign = databaseUrl === undefined ? ['--workers', '1'] : [];
  const database = databaseUrl === undefined ? {} : { E2E_DATABASE_URL: databaseUrl };
  const { code } = await steps(asked, foreign, { env: { ...env, ...database }, told: 'leader' });
  return code ?? 1;
}

/** Whether there is a step that is asked for; runs none. */
export async function isAnyStep(asked) {
  const { output } = await steps(asked, ['--list', '--reporter', 'line'], { quiet: true });
  // Whatever else is wrong is told by the run itself.
  return !output.includes('No tests found');
}

/** Runs black-box tests. Without an npm in between, whose shell would keep an interruption to itself. */
export function playwright(args, options) {
  return node([`${root}node_modules/@playwright/test/cli.js`, 'test', ...args], { ...options, cwd: `${root}e2e` });
}

function steps({ only, without = [] }, more, options) {
  const chosen = only === undefined ? [] : ['--grep', escaped(only)];
  const files = without.length === 0 ? [] : filesWithout(without);
  return playwright([...files, '--project', 'qa', '--project', 'services', '--no-deps', ...more, ...chosen], options);
}

// Playwright reads an expression; what people type are words.
const escaped = (words) => `/${words.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}/i`;
