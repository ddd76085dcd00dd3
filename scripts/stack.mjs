import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { complete, launch, untilReady } from './service-process.mjs';
import { reportDeath, stopper } from './stack-stop.mjs';
import { holdOtherLoopback, requireFreePorts } from './ports.mjs';
import { stopAll } from './processes.mjs';
import { takeRun } from './run-lock.mjs';
import { say, step } from './log.mjs';

/** Starts everything that `npm start` starts; answers when all of it is ready. */
export async function runHouse(settings) {
  const began = Date.now();
  if (settings.ignored.length > 0) say(`  ignored, npm start decides these itself: ${settings.ignored.join(', ')}`);
  const run = await takeRun(settings.dataDir, placesOf(settings));
  const house = { run, logs: join(settings.dataDir, 'logs'), programs: [], children: new Map(), services: [] };
  const stop = stopper(house);
  house.restart = (service) => restart(house, service, stop);
  try {
    const ports = { BANK_PORT: settings.bank.port, RETIREMENT_PORT: settings.retirement.port };
    await requireFreePorts(ports);
    house.loopbacks = await holdOtherLoopback(ports);
    await step('build', () => build());
    house.services = await step('database', () => prepare(house, settings));
    await step('start', () => Promise.all(house.services.map((service) => open(house, service))));
  } catch (error) {
    // Whoever stopped the house also ends the process.
    if (house.stopping) return new Promise(() => {});
    await stop.quietly();
    throw error;
  }
  announce(house, began);
  for (const child of house.children.values()) reportDeath(house, child, stop);
  return house;
}

// What commands beside the house must know of it.
const placesOf = ({ bank, retirement, databasePort }) => ({
  ports: { bank: bank.port, retirement: retirement.port, database: databasePort },
  bankDatabaseIsGiven: bank.database !== undefined,
});

async function prepare(house, settings) {
  // These need installed and built packages, so they are loaded only now.
  const { reset } = await import('./reset.mjs');
  const { openDatabases } = await import('./database.mjs');
  const { describeServices } = await import('./services.mjs');
  const { makeFirstKeys } = await import('./key-files.mjs');
  const { writeRegistry } = await import('./data-files.mjs');
  if (settings.reset) await reset(settings);
  house.databases = openDatabases(settings);
  const keys = settings.bank.env.JWT_SECRET === undefined && makeFirstKeys(settings.dataDir);
  const [databases] = await Promise.all([house.databases, keys]);
  const services = describeServices(settings, databases);
  writeRegistry(settings.dataDir, services);
  return services;
}

async function open(house, service) {
  await complete(service, 'migrate', house);
  const child = launch(service, 'main', house);
  house.children.set(service.id, child);
  const seeds = existsSync(join(service.folder, 'dist', 'seed.js'));
  await Promise.all([untilReady(service, child), seeds && complete(service, 'seed', house)]);
}

async function restart(house, service, stop) {
  await complete(service, 'migrate', house);
  const old = house.children.get(service.id);
  old.dismissed = true;
  await stopAll([old.program], 10_000);
  const child = launch(service, 'main', house);
  house.children.set(service.id, child);
  await untilReady(service, child);
  reportDeath(house, child, stop);
}

function announce({ services, logs }, began) {
  const width = Math.max(...services.map(({ name }) => name.length));
  say(`\nLatchkey is running (${((Date.now() - began) / 1000).toFixed(1)} s).\n`);
  for (const { name, url } of services) say(`  ${name.padEnd(width)}  ${url}`);
  say('\n  Log in as ada or grace, password correct-horse-battery-staple.');
  say(`  Logs: ${relative(process.cwd(), logs)}. ctrl-C stops everything, npm start -- --reset begins anew.\n`);
}
