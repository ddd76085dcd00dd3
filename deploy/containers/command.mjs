// npm run containers: the deployment of docker-compose.yml on a container engine, tried from the base images to the last signal.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildWorkspace } from '../../scripts/install-and-build.mjs';
import { ExplainedError, log } from '../../scripts/log.mjs';
import { isInterrupted, onInterruption } from '../../scripts/processes.mjs';
import { clean } from './clean.mjs';
import { Run } from './run.mjs';

/** The parts of a run that can be chosen, in their order. */
const PARTS = ['walk', 'conformance', 'rotation', 'upgrade', 'signals', 'proxy'];

const help = `npm run containers: builds the images of all services and tries the deployment of docker-compose.yml on a container engine.

  npm run containers -- --no-install   installs nothing; says what is missing
  npm run containers -- --only WORDS   only these parts, with commas: ${PARTS.join(', ')}
  npm run containers -- --clean        removes what earlier runs have kept: the data of the own engine and the base images made here

It uses the engine of DOCKER_HOST or of the docker command's context; where none answers, root gets one of the run's own, stopped at the
end. On Debian docker.io, docker-compose and debootstrap are installed if they are missing. Where no registry of images answers, base
images are made here. Everything that it starts is taken down at the end, also after ctrl-C; nothing is written into the clone.

Reads from the environment:
  DOCKER_HOST                   another engine (unix://…)
  BANK_PORT, RETIREMENT_PORT    where the services are published on 127.0.0.1; free ports else
  XDG_CACHE_HOME                where the own engine keeps its data (default: ~/.cache, below it latchkey/containers)`;

/** npm run containers; resolves to the exit code. */
export async function containers(args) {
  if (args.includes('--help')) {
    log(help);
    return 0;
  }
  const { isClean, ...options } = readArguments(args);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'latchkey', 'containers');
  const run = new Run();
  // From here on a signal ends nothing by itself: what was made is put away first.
  const forget = onInterruption(() => log('\n  interrupted: putting away what was started'));
  const began = performance.now();
  let engine;
  try {
    if (isClean) await clean(cache);
    else {
      // The black-box tests' own way to ask is a part of it, which is built first.
      await buildWorkspace('@latchkey/conformance');
      const { trial } = await import('./trial.mjs');
      engine = await trial(run, { ...options, cache });
    }
  } catch (error) {
    run.failed.push(isInterrupted() ? 'interrupted' : 'a step could not be done');
    if (!(error instanceof ExplainedError)) console.error(error);
    else if (!isInterrupted()) console.error(`\n✗ ${error.message}`);
  }
  log('');
  await run.putAway();
  forget();
  if (isClean) return run.failed.length === 0 ? 0 : 1;
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  for (const what of run.failed) log(`  ✗  ${what}`);
  log(
    `\ncontainers: ${run.passed} passed, ${run.failed.length} failed${engine === undefined ? '' : ` on ${engine}`}, ${minutes} min`,
  );
  return run.failed.length === 0 ? 0 : 1;
}

function readArguments(args) {
  let values;
  try {
    const boolean = { type: 'boolean', default: false };
    values = parseArgs({ args, options: { 'no-install': boolean, clean: boolean, only: { type: 'string' } } }).values;
  } catch (error) {
    throw new ExplainedError(`${error.message}\n\n  npm run containers -- --help says what there is.`);
  }
  const only = values.only?.split(',') ?? PARTS;
  const unknown = only.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0)
    throw new ExplainedError(`--only names no part: ${unknown.join(', ')}. There are ${PARTS.join(', ')}.`);
  return { isClean: values.clean, mayInstall: !values['no-install'], only };
}
