import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { build, buildWorkspace } from './install-and-build.mjs';
import { node } from './command.mjs';
import { withTestDatabase } from './database.mjs';
import { ExplainedError, log } from './log.mjs';
import { playwright } from './playwright.mjs';
import { isInterrupted } from './processes.mjs';
import { root } from './workspace.mjs';

const help = `npm run endurance: the long runs of the black-box tests in full size, and their figures in docs/endurance.md.

  npm run endurance -- keys   runs the files with this word in their names, and writes nothing
  npm run endurance -- --previous PATH   with the upgrade from the release before, and the way back: PATH is a built clone of it

Reads from the environment:
  TEST_DATABASE_URL   a PostgreSQL login that may create databases, instead of the embedded server
  CHROMIUM_PATH       the browser, instead of the one of the packages or on the PATH`;

/** npm run endurance: the long runs of the black-box tests in full size, and their figures in docs/endurance.md and .json. */
export async function endurance(args) {
  if (args.includes('--help')) return log(help);
  const at = args.indexOf('--previous');
  const previous = at === -1 ? '' : resolve(process.env.INIT_CWD ?? '.', args[at + 1] ?? '');
  if (at !== -1 && !existsSync(join(previous, 'apps/bank/dist/main.js')))
    throw new ExplainedError(`--previous names no built clone of a release: ${previous}`);
  const words = at === -1 ? args : args.toSpliced(at, 2);
  await build();
  const results = join(root, 'e2e/test-results/endurance');
  rmSync(results, { recursive: true, force: true });
  const only = ['--project', 'endurance', '--no-deps', ...words];
  // No limit of time: it takes as long as it takes.
  const run = async (url) => {
    const env = { E2E_DATABASE_URL: url, LATCHKEY_E2E: 'full', LATCHKEY_PREVIOUS: previous };
    return (await playwright(only, { env, told: 'leader', timeout: 0 })).code ?? 1;
  };
  const code = await withTestDatabase(run, { durable: true });
  // Half a run is no page to keep.
  if (words.length > 0 || isInterrupted()) return code;
  writeEndurance(results, join(root, 'docs'));
  await node(['node_modules/oxfmt/bin/oxfmt', 'docs/endurance.json']);
  return code;
}

/** Makes docs/endurance.md and docs/endurance.json of what the runs left. */
function writeEndurance(results, docs) {
  const names = existsSync(results) ? readdirSync(results).toSorted(byNumber) : [];
  const runs = names.map((name) => JSON.parse(readFileSync(join(results, name), 'utf8')));
  writeFileSync(join(docs, 'endurance.json'), `${JSON.stringify(runs, null, 2)}\n`);
  const rows = runs.flatMap(({ figures }) =>
    figures.map(
      ({ promise, bound, measured, isKept }) =>
        `| ${promise} | ${bound} | ${measured} | ${isKept ? 'kept' : 'MISSED'} |`,
    ),
  );
  const text = [
    '# Endurance: what sessions and keys bear',
    '',
    'Real processes of both services, a real PostgreSQL, no mocks; written by `npm run endurance`, which runs `e2e/endurance` in full size.',
    `\`npm test\` runs the same tests in small sizes. Measured on ${cpus().length} cores with Node ${process.version}.`,
    '',
    '| promise | bound | measured | |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
  writeFileSync(join(docs, 'endurance.md'), text.join('\n'));
}

const byNumber = (one, other) => one.localeCompare(other, 'en', { numeric: true });

/** npm run conformance: the black-box probes that a service has to pass to join the deployment; options as --help says. */
export async function conformance(args) {
  await buildWorkspace('@latchkey/conformance');
  const program = [join(root, 'packages/conformance/dist/main.js')];
  // Files that are named on the command line are where it was typed.
  const { code } = await node([...program, ...args], { cwd: process.env.INIT_CWD ?? process.cwd() });
  return code ?? 1;
}
