import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { build, buildWorkspace } from './install-and-build.mjs';
import { node } from './command.mjs';
import { withTestDatabase } from './database.mjs';
import { log } from './log.mjs';
import { playwright } from './playwright.mjs';
import { isInterrupted } from './processes.mjs';
import { buildRelease, releaseCache } from './build-release.mjs';
import { previousRelease } from './previous-release.mjs';
import { root } from './workspace.mjs';

const help = `npm run endurance: the long runs of the black-box tests in full size, and their figures in docs/endurance.md.

  npm run endurance -- keys            runs the files with this word in their names, and writes nothing
  npm run endurance -- keys --record   the same; their figures replace the earlier ones of these files
  npm run endurance -- upgrade         both services of the release before and of this one, side by side and in turn

The release before is the newest tag v* that is not of this commit; it is built once, in ${releaseCache}, which may be removed.

Reads from the environment:
  TEST_DATABASE_URL   a PostgreSQL login that may create databases, instead of the embedded server
  CHROMIUM_PATH       the browser, instead of the one of the packages or on the PATH`;

/** npm run endurance: the long runs of the black-box tests in full size, and their figures in docs/endurance.md and .json. */
export async function endurance(args) {
  if (args.includes('--help')) return log(help);
  const words = args.filter((word) => word !== '--record');
  const isUpgrade = words.length === 0 || words.some((word) => 'upgrade.spec.ts'.includes(word));
  // Before minutes are spent, if there is none.
  const release = isUpgrade ? await previousRelease() : undefined;
  await build();
  const previous = release && { LATCHKEY_PREVIOUS: await buildRelease(release), LATCHKEY_PREVIOUS_NAME: release.name };
  const results = join(root, 'e2e/test-results/endurance');
  rmSync(results, { recursive: true, force: true });
  const only = ['--project', 'endurance', '--no-deps', ...words];
  // No limit of time: it takes as long as it takes.
  const run = async (url) => {
    const env = { E2E_DATABASE_URL: url, LATCHKEY_E2E: 'full', ...previous };
    return (await playwright(only, { env, told: 'leader', timeout: 0 })).code ?? 1;
  };
  const code = await withTestDatabase(run, { durable: true });
  // Half a run is no page to keep.
  if (isInterrupted() || (words.length > 0 && !args.includes('--record'))) return code;
  writeEndurance(results, join(root, 'docs'), words.length > 0);
  await node(['node_modules/oxfmt/bin/oxfmt', 'docs/endurance.json']);
  return code;
}

/** Makes docs/endurance.md and docs/endurance.json of what the runs left; of a part of the files, next to what is there of the others. */
function writeEndurance(results, docs, isPart) {
  const names = existsSync(results) ? readdirSync(results) : [];
  const ran = names.map((name) => JSON.parse(readFileSync(join(results, name), 'utf8')));
  const json = join(docs, 'endurance.json');
  const kept = isPart
    ? JSON.parse(readFileSync(json, 'utf8')).filter(({ file }) => !ran.some((run) => run.file === file))
    : [];
  const runs = [...kept, ...ran].toSorted((one, other) => byNumber(orderOf(one), orderOf(other)));
  writeFileSync(json, `${JSON.stringify(runs, null, 2)}\n`);
  const rows = runs.flatMap(({ figures }) =>
    figures.map(
      ({ promise, bound, measured, isKept }) =>
        `| ${promise} | ${bound} | ${measured} | ${isKept ? 'kept' : 'MISSED'} |`,
    ),
  );
  const page = join(docs, 'endurance.md');
  const table = ['| promise | bound | measured | |', '|---|---|---|---|', ...rows, ''].join('\n');
  writeFileSync(page, (isPart ? headOf(readFileSync(page, 'utf8')) : head) + table);
}

const head = [
  '# Endurance: what sessions and keys bear',
  '',
  'Real processes of both services, a real PostgreSQL, no mocks; written by `npm run endurance`, which runs `e2e/endurance` in full size.',
  `\`npm test\` runs the same tests in small sizes. Measured on ${cpus().length} cores with Node ${process.version}.`,
  '\n',
].join('\n');

// Where the figures of the other files were measured stays true.
const headOf = (text) => text.slice(0, text.indexOf('| promise '));

const orderOf = ({ file, title }) => `${file} ${title}`;
const byNumber = (one, other) => one.localeCompare(other, 'en', { numeric: true });

/** npm run conformance: the black-box probes that a service has to pass to join the deployment; options as --help says. */
export async function conformance(args) {
  await buildWorkspace('@latchkey/conformance');
  const program = [join(root, 'packages/conformance/dist/main.js')];
  // Files that are named on the command line are where it was typed.
  const { code } = await node([...program, ...args], { cwd: process.env.INIT_CWD ?? process.cwd() });
  return code ?? 1;
}
