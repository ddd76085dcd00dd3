// npm run qa: the scenario in named steps, in a real browser and over HTTP, and its report.
// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { exitWith, ExplainedError, log } from './log.mjs';
import { setUp } from './setup.mjs';
import { root } from './workspace.mjs';

const help = `npm run qa: the whole scenario in named steps, in a real browser and over HTTP, on services of its own.

  npm run qa -- --only "one login"   runs the steps whose names have these words
  npm run qa -- --without gallery    leaves out a part of it: one of the files in e2e/qa/steps, or all that begin alike; several with commas
  npm run qa -- --report FOLDER      writes report and gallery there instead of e2e/test-results/qa

  npm run qa -- --bank URL --retirement URL [--username NAME --password WORDS]
      runs against services that are running already: as the user that is given, else as one that it registers.
      Steps that kill, forge, wait or change settings are left out, and said to be. A password may also stand in LATCHKEY_QA_PASSWORD.
      The user's retirement plan is changed, all of its other sessions end, and one wrong login is counted.
      Name a user that is there for tests.

Reads from the environment:
  TEST_DATABASE_URL   a PostgreSQL login that may create databases, instead of the embedded server
  CHROMIUM_PATH       the browser, instead of the one of the packages or on the PATH
  NODE_EXTRA_CA_CERTS a file of certificates that programs and browser trust beside the known ones`;

async function qa() {
  if (process.argv.includes('--help')) return log(help);
  await setUp();
  const { readArguments } = await import('./qa-arguments.mjs');
  const { errors, ...asked } = readArguments(process.argv.slice(2), process.env);
  if (errors.length > 0)
    throw new ExplainedError(`${errors.join('\n✗ ')}\n\n  npm run qa -- --help says what there is.`);
  const { removeFolder } = await import('./command.mjs');
  const { isAnyStep, scenario } = await import('./playwright.mjs');
  if (asked.without.length > 0) log(`  left out: ${asked.without.join(', ')}`);
  const report = asked.report ?? `${root}e2e/test-results/qa`;
  // What the runner keeps until the report is written.
  const work = `${root}e2e/test-results/qa-run-${process.pid}`;
  process.once('exit', () => removeFolder(work));
  const env = {
    LATCHKEY_QA_REPORT: report,
    LATCHKEY_QA_WORK: work,
    LATCHKEY_QA_JUNIT: `${work}/junit.xml`,
    LATCHKEY_QA_PICTURES: 'yes',
  };
  const { buildServices, buildWorkspace } = await import('./install-and-build.mjs');
  // The steps send their raw requests by it.
  await buildWorkspace('@latchkey/conformance');
  if (asked.services !== undefined) {
    // Before anybody is registered for nothing.
    if (asked.only !== undefined && !(await isAnyStep(asked)))
      throw new ExplainedError(`No step has these words in its name: ${asked.only}`);
    const { accountAt, othersAt } = await import('./qa-services.mjs');
    const { bank, retirement } = asked.services;
    Object.assign(env, { LATCHKEY_QA_BANK: bank, LATCHKEY_QA_RETIREMENT: retirement });
    try {
      const account = await accountAt(asked.services, asked.account);
      Object.assign(env, { LATCHKEY_QA_USERNAME: account.username, LATCHKEY_QA_PASSWORD: account.password });
      Object.assign(env, { LATCHKEY_QA_OTHERS: JSON.stringify(await othersAt(asked.services)) });
    } catch (error) {
      if (!(error instanceof ExplainedError)) throw error;
      // Whoever reads only the report is told as well, instead of finding that of the run before.
      Object.assign(env, { LATCHKEY_QA_PROBLEM: error.message });
    }
    process.exitCode = await scenario(undefined, asked, env);
    return undefined;
  }
  const { withTestDatabase } = await import('./database.mjs');
  await buildServices();
  process.exitCode = await withTestDatabase((url) => scenario(url, asked, env));
  return undefined;
}

qa().catch(exitWith);
