import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { complete, launch, untilReady } from './children.mjs';
import { requireFreePorts } from './ports.mjs';
import { stopAll } from './processes.mjs';
import { takeRun } from './run-lock.mjs';
import { say, step } from './say.mjs';

/** Everything that `npm start` starts, and its end. */
export async function runHouse(settings) {
  const began = Date.now();
  if (settings.ignored.length > 0) say(`  ignored, npm start decides these itself: ${settings.ignored.join(', ')}`);
  const run = await takeRun(settings.dataDir);
  const house = { run, logs: join(settings.dataDir, 'logs'), programs: [], children: [], databases: undefined };
  const stop = stopper(house);
  try {
    await requireFreePorts({ BANK_PORT: settings.bank.port, RETIREMENT_PORT: settings.retirement.port });
    await step('build', () => build());
    const services = await prepare(house, settings);
    await step('start', () => Promise.all(services.map((service) => open(house, service))));
    announce(services, settings, began);
    house.ready = true;
    for (const child of house.children) void child.ended.then(({ how }) => reportDeath(house, child, how, stop));
    return services;
  } catch (error) {
    if (house.stopping) return new Promise(() => {});
    await stop.quietly();
    throw error;
  }
}

async function prepare(house, settings) {
  // These need installed and built packages, so they are loaded only now.
  const { reset } = await import('./reset.mjs');
  const { openDatabases } = await import('./database.mjs');
  const { describeServices } = await import('./services.mjs');
  if (settings.reset) await reset(settings);
  house.databases = await step('database', () => openDatabases(settings));
  return describeServices(settings, house.databases);
}

async function open(house, service) {
  await complete(service, 'migrate', house);
  const child = launch(service, 'main', house);
  house.children.push(child);
  const seeds = existsSync(join(service.folder, 'dist', 'seed.js'));
  await Promise.all([untilReady(service, child), seeds && complete(service, 'seed', house)]);
}

function announce(services, settings, began) {
  const width = Math.max(...services.map(({ name }) => name.length));
  say(`\nLatchkey is running (${((Date.now() - began) / 1000).toFixed(1)} s).\n`);
  for (const { name, url } of services) say(`  ${name.padEnd(width)}  ${url}`);
  say('\n  Log in as ada or grace, password correct-horse-battery-staple.');
  say(
    `  Logs: ${relative(process.cwd(), join(settings.dataDir, 'logs'))}. ctrl-C stops everything, npm start -- --reset begins anew.\n`,
  );
}

function reportDeath(house, child, how, stop) {
  if (house.stopping) return;
  child.dead = true;
  const left = house.children.filter(({ dead }) => !dead);
  say(`\n✗ ${child.name} ${how} (log: ${child.log}).\n${child.lastWords()}`);
  if (left.length > 0)
    return say(`  ${left.map(({ name }) => name).join(' and ')} goes on. ctrl-C and npm start bring it back.`);
  process.exitCode = 1;
  void stop('no service is left');
}

function stopper(house) {
  const stop = async (reason) => {
    if (house.stopping) return;
    house.stopping = true;
    say(`\n  stopping: ${reason}`);
    await stop.quietly();
    say('  stopped');
    process.exit();
  };
  // Services first, they still need their database.
  stop.quietly = async () => {
    house.stopping = true;
    await stopAll(house.programs, 10_000);
    await house.databases?.stop();
    house.run.release();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => void stop(name));
  house.run.onAbandoned(() => void stop('the npm that started this is gone'));
  return stop;
}
