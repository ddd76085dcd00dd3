import { existsSync, readdirSync, watch } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { node } from './command.mjs';
import { buildServices } from './install-and-build.mjs';
import { takeRun } from './file-lock.mjs';
import { log, step } from './log.mjs';
import { holdOtherLoopback, requireFreePorts } from './ports.mjs';
import { complete, launch, untilReady } from './service-process.mjs';
import { settingsOf } from './settings.mjs';
import { onSignal, stopAll } from './processes.mjs';
import { ISSUER, root } from './workspace.mjs';

/** Starts everything that `npm start` starts; answers when all of it is ready. */
export async function startStack(settings) {
  const began = Date.now();
  if (settings.ignored.length > 0) log(`  ignored, npm start decides these itself: ${settings.ignored.join(', ')}`);
  const run = await takeRun(settings.dataDir, whereItRuns(settings));
  const stack = { run, logs: join(settings.dataDir, 'logs'), programs: [], children: new Map(), services: [] };
  const stop = stopper(stack);
  stack.restart = (service) => restart(stack, service, stop);
  try {
    const ports = Object.fromEntries(settings.services.map(({ variable, port }) => [`${variable}_PORT`, port]));
    await requireFreePorts(ports);
    stack.loopbacks = await holdOtherLoopback(ports);
    await step('build', () => buildServices());
    stack.services = await step('database', () => prepare(stack, settings));
    await step('start', () => Promise.all(stack.services.map((service) => open(stack, service))));
  } catch (error) {
    // Whoever stopped the stack also ends the process.
    if (stack.stopping) return new Promise(() => {});
    await stop.quietly();
    throw error;
  }
  announce(stack, began);
  for (const child of stack.children.values()) reportDeath(stack, child, stop);
  return stack;
}

// What commands beside the stack must know of it.
const whereItRuns = ({ services, databasePort }) => ({
  ports: { ...Object.fromEntries(services.map(({ id, port }) => [id, port])), database: databasePort },
  bankDatabaseIsGiven: services.some(({ id, database }) => id === ISSUER && database !== undefined),
});

async function prepare(stack, settings) {
  // These need installed and built packages, so they are loaded only now.
  const { openDatabases, reset } = await import('./database.mjs');
  const { describeServices } = await import('./services.mjs');
  const { makeFirstKeys, writeRegistry } = await import('./data-files.mjs');
  if (settings.reset) await reset(settings);
  stack.databases = openDatabases(settings);
  const keys = settingsOf(settings, ISSUER).env.JWT_SECRET === undefined && makeFirstKeys(settings.dataDir);
  const [databases] = await Promise.all([stack.databases, keys]);
  const services = describeServices(settings, databases);
  writeRegistry(settings.dataDir, services);
  return services;
}

async function open(stack, service) {
  await complete(service, 'migrate', stack);
  const child = launch(service, 'main', stack);
  stack.children.set(service.id, child);
  const seeds = existsSync(join(service.folder, 'dist', 'seed.js'));
  const version = service.id === ISSUER && issuedVersion(service).then((read) => (stack.tokenVersion = read));
  await Promise.all([untilReady(service, child), seeds && complete(service, 'seed', stack), version]);
}

/** Which version of the token contract the bank is to issue; undefined if that cannot be told, which is no reason not to start. */
async function issuedVersion({ folder, env }) {
  const asked = { ...env, SSO_REGISTRY_FILE: undefined };
  const program = [join(folder, 'dist', 'contract.js'), 'status', '--json'];
  const { code, output } = await node(program, { quiet: true, env: asked });
  return code === 0 ? JSON.parse(output).version : undefined;
}

async function restart(stack, service, stop) {
  await complete(service, 'migrate', stack);
  const old = stack.children.get(service.id);
  old.dismissed = true;
  await stopAll([old.program], 10_000);
  const child = launch(service, 'main', stack);
  stack.children.set(service.id, child);
  await untilReady(service, child);
  reportDeath(stack, child, stop);
}

function announce({ services, logs, tokenVersion }, began) {
  const width = Math.max(...services.map(({ name }) => name.length));
  log(`\nLatchkey is running (${((Date.now() - began) / 1000).toFixed(1)} s).\n`);
  for (const { name, url } of services) log(`  ${name.padEnd(width)}  ${url}`);
  log('\n  Log in as ada, grace or eve (who has the role support), password correct-horse-battery-staple.');
  if (tokenVersion === 1) {
    log(
      '  These data are of an earlier release: tokens stay at version 1 of their contract and carry no roles, until you run',
    );
    log('  npm run contract -- promote');
  }
  log(`  Logs: ${relative(process.cwd(), logs)}. ctrl-C stops everything, npm start -- --reset begins again.\n`);
}

/** Makes the one way in which a stack ends, whoever asks: a signal, the loss of our npm, or a failed start. */
export function stopper(stack) {
  const stop = async (reason) => {
    if (stack.stopping) return;
    log(`\n  stopping: ${reason}`);
    await stop.quietly();
    log('  stopped');
    process.exit();
  };
  stop.quietly = async () => {
    stack.stopping = true;
    // Services first: they finish what they do, and need their database for it.
    await stopAll(stack.programs, 10_000);
    const databases = await stack.databases?.catch(() => undefined);
    await databases?.stop();
    await stack.loopbacks?.close();
    stack.run.release();
  };
  onSignal((name) => void stop(name));
  stack.run.onAbandoned(() => void stop('the npm that started this is gone'));
  return stop;
}

/** Tells when a service ends by itself. The others go on without it, as they do in production. */
export function reportDeath(stack, child, stop) {
  void child.ended.then(({ how }) => {
    if (stack.stopping || child.dismissed) return;
    child.dismissed = true;
    log(`\n✗ ${child.name} ${how} (log: ${child.log}).\n${child.lastWords()}`);
    const left = [...stack.children.values()].filter(({ dismissed }) => !dismissed).map(({ name }) => name);
    if (left.length > 0) return log(`  ${left.join(' and ')} goes on. To have all again: ctrl-C, npm start.`);
    process.exitCode = 1;
    return stop('no service is left');
  });
}

// A burst of writes, as of an editor or a checkout, is one edit.
const quiet = 150;

/** Watches the sources of a running stack; builds what an edit touches and restarts the services that load it. */
export function reloadOnEdit(stack) {
  const touched = new Set();
  let timer;
  let busy = false;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), quiet);
  };
  const reload = async () => {
    if (busy || stack.stopping) return later();
    busy = true;
    const paths = [...touched];
    touched.clear();
    await rebuild(stack, paths).catch((error) => log(`✗ ${error.message}`));
    busy = false;
    if (touched.size > 0) later();
  };
  for (const folder of sourceFolders(stack)) {
    watch(join(root, folder), { recursive: true }, (_, name) => {
      const path = join(folder, name ?? '');
      if (isOutput(path)) return;
      touched.add(path);
      later();
    });
  }
  log('  Edits are built and loaded as you save them.\n');
}

function sourceFolders(stack) {
  const apps = stack.services.flatMap(({ id }) => [`apps/${id}/src`, `apps/${id}/web`]);
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/src`);
  return [...apps, ...packages].filter((folder) => existsSync(join(root, folder)));
}

const isOutput = (path) => path.split(sep).some((part) => ['dist', 'node_modules', '.turbo'].includes(part));

async function rebuild(stack, paths) {
  const began = Date.now();
  await buildServices();
  const services = stack.services.filter(({ id }) => paths.some((path) => concerns(path, id)));
  await Promise.all(services.map((service) => stack.restart(service)));
  const names = services.map(({ name }) => name).join(' and ');
  log(
    `  ${paths[0]}${paths.length > 1 ? ` and ${paths.length - 1} more` : ''}: ${names} reloaded (${Date.now() - began} ms)`,
  );
}

// A site counts, too: the service writes its facts into index.html at boot.
const concerns = (path, id) => path.startsWith(`packages${sep}`) || path.startsWith(`apps${sep}${id}${sep}`);
