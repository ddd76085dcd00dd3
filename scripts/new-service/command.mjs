import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { command } from '../command.mjs';
import { whileLocked } from '../file-lock.mjs';
import { buildService, npmCommand, npmEnvironment } from '../install-and-build.mjs';
import { ExplainedError, log, step } from '../log.mjs';
import { isInterrupted, onInterruption } from '../processes.mjs';
import { listServices, root, setupLock } from '../workspace.mjs';
import { readArguments } from './read-arguments.mjs';
import { writeFolder } from './write-folder.mjs';

const help = `npm run new-service -- pension: writes apps/pension, a service that knows who logged in at the bank: API, site, tests, its step of
the scenario. It tells the lockfile of it and builds it. No other file is touched.

  --port 3003           its port; left out, the next one that no service has
  --name "Pension plan" what people call it; left out, made of the id
  --without-site        an API alone

npm start then runs it with the others, every site's switcher shows it, npm test tests it. To be rid of it: remove the folder, npm install.`;

/** npm run new-service: a service more, whole or not at all. */
export async function newService(words) {
  if (words.includes('--help')) {
    log(help);
    return 0;
  }
  const asked = readArguments(words, root);
  if (asked.errors.length > 0)
    throw new ExplainedError(`${asked.errors.join('\n✗ ')}\n\n  npm run new-service -- --help says what there is.`);
  const { id } = asked.names;
  const began = Date.now();
  const isNew = !existsSync(join(root, 'apps', id));
  if (!isNew) log(`  apps/${id} was left by a run that was killed: it is finished now`);
  const undo = isNew ? undoFor(id) : () => undefined;
  // A signal ends what is under way, and then all is put back.
  const forget = onInterruption(() => undefined);
  try {
    await whileLocked(setupLock, async () => {
      if (isNew) await part('write', () => writeFolder(root, asked));
      await part('lockfile', () => tellNpm(id));
    });
    await part('build', () => buildService(`@latchkey/${id}`));
    await part('documents', () => writeDocuments(id));
  } catch (error) {
    undo();
    if (!isInterrupted()) throw error;
    throw new ExplainedError(isNew ? 'It was interrupted, and nothing is left of it.' : 'It was interrupted.');
  } finally {
    forget();
  }
  await tellNext(
    listServices().find((service) => service.id === id),
    began,
  );
  return 0;
}

async function part(name, work) {
  await step(name, work);
  if (isInterrupted()) throw new Error('interrupted');
}

/** What puts everything back as it was; a service that is whole stays. */
function undoFor(id) {
  const lockfile = join(root, 'package-lock.json');
  const before = readFileSync(lockfile);
  return () => {
    for (const path of ['.new-service', `apps/${id}`, linkOf(id)])
      rmSync(join(root, path), { recursive: true, force: true });
    writeFileSync(lockfile, before);
  };
}

const linkOf = (id) => `node_modules/@latchkey/${id}`;

/** The lockfile is npm's own to write. All packages are those of the other services, so nothing is fetched. */
async function tellNpm(id) {
  const [file, args] = npmCommand([
    'install',
    '--package-lock-only',
    '--offline',
    '--ignore-scripts',
    '--loglevel=error',
  ]);
  const { code, output } = await command(file, args, { quiet: true, env: npmEnvironment(root), told: 'group' });
  if (code !== 0) throw new ExplainedError(`npm did not take the service into package-lock.json:\n${output}`);
  const link = join(root, linkOf(id));
  mkdirSync(dirname(link), { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined)
    symlinkSync(relative(dirname(link), join(root, 'apps', id)), link, 'junction');
}

async function writeDocuments(id) {
  // What is built already by now.
  const { configOf, keepApiDocuments, writeEnvExample } = await import('../service-documents.mjs');
  const service = listServices().find((one) => one.id === id);
  writeEnvExample(service, await configOf(service));
  if ((await keepApiDocuments([service])) !== 0)
    throw new ExplainedError(`apps/${id}/openapi.json could not be laid out.`);
}

async function tellNext({ id, name, port, variable, folder }, began) {
  const isSite = existsSync(join(folder, 'web'));
  const start = (await isListening(port)) ? `${variable}_PORT=… npm start` : 'npm start';
  const lines = [
    [start, `runs it with the others: http://${id}.demo.localhost:${port}${isSite ? '' : '/reference'}`],
    [`npm run jest -- --selectProjects ${id}`, 'its tests'],
    [`npm run qa -- --only "${name}:"`, 'its step of the scenario'],
    ['npm test', 'everything, with these'],
  ];
  const width = Math.max(...lines.map(([command]) => command.length));
  log(
    `\nWrote apps/${id} (${((Date.now() - began) / 1000).toFixed(1)} s). apps/${id}/README.md tells what is where. Next:\n`,
  );
  for (const [command, text] of lines) log(`  ${command.padEnd(width)}  ${text}`);
  if (start !== 'npm start')
    log(`\n  Something on this machine listens at port ${port}: stop it, or give ${variable}_PORT another one.`);
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (listens) => {
      socket.destroy();
      resolve(listens);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => end(true));
  });
}
