// node deploy/roll.mjs retirement: brings a service to the image and the settings of now while it serves. Its database is migrated;
// then, for each of its containers, one more is started, and the old one is told to stop when the new one is ready. What does not
// get ready is removed again, and the old ones go on. Compose by itself would stop all of them at once.
import { execFileSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

/** Seconds; migrations have run by then. */
const READY_WITHIN = Number(process.env.READY_WITHIN ?? 60);
const [service] = process.argv.slice(2);
if (service === undefined || service.startsWith('-')) {
  console.log('node deploy/roll.mjs SERVICE, where docker-compose.yml is. See docs/deploy.md, "Behind the proxy".');
  process.exit(service === '--help' ? 0 : 1);
}
const compose = commandOf(['docker', 'compose'], ['docker-compose']);

try {
  await roll();
} catch (error) {
  console.error(`${service}: ${error.message}; what served before goes on`);
  process.exitCode = 1;
}

async function roll() {
  const old = containers();
  if (old.length === 0) throw new Error('none of its containers runs, so there is nothing to replace');
  run([...compose, 'run', '--rm', `${service}-roles`], 'its roles could not be made in the database');
  run([...compose, 'run', '--rm', '--no-deps', `${service}-migrate`], 'the migration failed');
  for (const [index, container] of old.entries()) {
    console.log(`${index + 1} of ${old.length}: starting one more`);
    await startAnother();
    console.log(
      `${index + 1} of ${old.length}: it is ready; stopping ${container.slice(0, 12)}, which serves for DRAIN_GRACE`,
    );
    read(['docker', 'stop', container]);
    const code = read(['docker', 'inspect', '-f', '{{.State.ExitCode}}', container]);
    if (code !== '0') console.log(`${container.slice(0, 12)} ended with ${code} and not with 0`);
    read(['docker', 'rm', container]);
  }
  // As many as .env says.
  up();
  console.log(`${service}: replaced ${old.length} of ${old.length}`);
}

async function startAnother() {
  const before = containers('--all');
  const started = () => containers('--all').filter((id) => !before.includes(id));
  try {
    up('--scale', `${service}=${containers().length + 1}`);
    const [container] = started();
    if (container === undefined) throw new Error('compose has started no other container');
    if (await isReady(container)) return;
    run(['docker', 'logs', '--tail', '20', container], 'the new container has gone');
    throw new Error(`the new container was not ready within ${READY_WITHIN} s`);
  } catch (error) {
    for (const container of started()) read(['docker', 'rm', '--force', container]);
    throw error;
  }
}

function up(...options) {
  const words = ['up', '-d', '--no-deps', '--no-build', '--no-recreate', ...options, service];
  run([...compose, ...words], 'one more cannot start beside it, as when a port is given to it alone');
}

async function isReady(container) {
  const end = performance.now() + READY_WITHIN * 1000;
  while (performance.now() < end) {
    if (answers(['docker', 'exec', container, 'bash', 'health.sh', '/health/ready'])) return true;
    await setTimeout(500);
  }
  return false;
}

// Not those of docker compose run.
function containers(...options) {
  const [one] = read([...compose, 'ps', '-q', service]).split('\n');
  if (one === '') return [];
  const project = read(['docker', 'inspect', '-f', '{{index .Config.Labels "com.docker.compose.project"}}', one]);
  const labels = { project, service, oneoff: 'False' };
  const filters = Object.entries(labels).map(([name, value]) => `--filter=label=com.docker.compose.${name}=${value}`);
  const ids = read(['docker', 'ps', '-q', '--no-trunc', ...options, ...filters]);
  return ids.split('\n').filter((id) => id !== '');
}

function commandOf(...known) {
  const found = known.find((words) => answers([...words, 'version']));
  if (found !== undefined) return found;
  console.error('Neither docker compose nor docker-compose is installed.');
  process.exit(1);
}

function run([file, ...args], otherwise) {
  try {
    execFileSync(file, args, { stdio: 'inherit' });
  } catch {
    throw new Error(otherwise);
  }
}

function read([file, ...args]) {
  return execFileSync(file, args, { encoding: 'utf8' }).trim();
}

function answers([file, ...args]) {
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
