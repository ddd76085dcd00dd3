import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { freePort } from '../../e2e/stack/free-port.ts';
import { node } from '../../scripts/command.mjs';
import { ExplainedError, log } from '../../scripts/log.mjs';
import { ISSUER, listServices, root } from '../../scripts/workspace.mjs';
import { Compose } from './compose.mjs';
import { fitCompose } from './compose-file.mjs';

/** What an installation, a build or an operator has left in a clone. */
const LEFT = new Set([
  'node_modules',
  '.git',
  '.data',
  '.turbo',
  '.new-service',
  'dist',
  'build',
  'test-results',
  'coverage',
  '.env',
]);
/** Everybody of a run comes from one address. */
const UNTHROTTLED = { THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0', THROTTLE_REGISTER: '0' };
const HEALTHY_SECONDS = 180;

/** A copy of the clone as it was fetched: what is prepared and started there touches neither the clone nor its own deployment. */
export function copyTree(run) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-containers-'));
  run.later(folder, () => rmSync(folder, { recursive: true, force: true }));
  const isSource = (path) => !LEFT.has(basename(path)) && relative(root, path) !== join('deploy', 'private');
  cpSync(root, folder, { recursive: true, verbatimSymlinks: true, filter: (path) => path === root || isSource(path) });
  return folder;
}

/** A deployment by Compose on this machine, prepared as an operator does it. */
export class Deployment {
  #services = {};

  constructor(run, engine, plan) {
    this.run = run;
    this.engine = engine;
    this.plan = plan;
    this.folder = plan.source;
  }

  /** The origin of each service by id, as the stacks of the black-box tests have them. */
  get stack() {
    return { ...this.#services, services: this.#services };
  }

  /** Files, variables and addresses; starts nothing. `env` are lines of .env, `args` those of prepare.mjs. */
  async prepare({ env, args = [], settings = {} }) {
    const { tag, compose } = this.plan;
    this.settings = settings;
    const versions = listServices(this.folder).map(({ variable }) => [`${variable}_VERSION`, tag]);
    // What is there is kept, and the rest filled in.
    this.changeEnv({ ...Object.fromEntries(versions), ...env });
    const options = { cwd: this.folder, quiet: true, told: 'leader' };
    const { code, output } = await node(['deploy/prepare.mjs', ...args], options);
    if (code !== 0) throw new ExplainedError(`node deploy/prepare.mjs ended with ${code}:\n${output}`);
    this.compose = new Compose(compose, {
      folder: this.folder,
      project: `latchkey-${randomBytes(4).toString('hex')}`,
      files: [...this.#fittingFiles(), this.#settingsFile(settings)],
    });
    this.run.later('the deployment', () => this.down());
  }

  // Those that .env names, in words that this engine and this Compose know.
  #fittingFiles() {
    const { images, compose } = this.plan;
    const { version: engine } = this.engine;
    const { env } = this;
    const { COMPOSE_FILE = 'docker-compose.yml' } = env;
    const dropped = new Set();
    const files = COMPOSE_FILE.split(':').map((name, index) => {
      const fit = fitCompose(readFileSync(join(this.folder, name), 'utf8'), {
        engine,
        compose: compose.version,
        images,
        env,
      });
      fit.dropped.forEach((word) => dropped.add(word));
      return this.#write(`compose.fit-${index}.json`, fit.text);
    });
    if (dropped.size > 0)
      log(`  left out, as engine ${engine} or Compose ${compose.version} does not know it: ${[...dropped].join(', ')}`);
    return files;
  }

  #settingsFile(environment) {
    const of = (id) => ({ environment: { ...environment, ...(id === ISSUER && UNTHROTTLED) } });
    const services = listServices(this.folder).map(({ id }) => [id, of(id)]);
    return this.#write('compose.settings.json', JSON.stringify({ services: Object.fromEntries(services) }));
  }

  #write(name, text) {
    writeFileSync(join(this.folder, name), text);
    return name;
  }

  /** Lines of .env: where the services are reached. */
  async choosePorts() {
    const env = {};
    for (const { id, variable } of listServices(this.folder)) {
      const port = Number(process.env[`${variable}_PORT`] ?? (await freePort()));
      env[`${variable}_PUBLIC_URL`] = `http://${id}.demo.localhost:${port}`;
      env[`${variable}_LISTEN`] = `127.0.0.1:${port}`;
    }
    return env;
  }

  changeEnv(changed) {
    const path = join(this.folder, '.env');
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    const kept = lines.filter((line) => !(line.split('=')[0] in changed));
    writeFileSync(path, [...kept, ...Object.entries(changed).map((pair) => pair.join('=')), ''].join('\n'), {
      mode: 0o600,
    });
  }

  get env() {
    const text = readFileSync(join(this.folder, '.env'), 'utf8');
    return Object.fromEntries([...text.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  }

  /** Starts all of it and waits until every container that has a health check is healthy. */
  async up(args = []) {
    await this.compose.run(['up', '--detach', '--no-build', ...args], { timeout: 10 * 60_000 });
    await this.healthy();
    const { env } = this;
    for (const { id, variable } of listServices(this.folder)) {
      const url = new URL(env[`${variable}_PUBLIC_URL`]);
      const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
      this.#services[id] = { url: url.origin, host: url.host, port, replicas: [] };
    }
  }

  async healthy() {
    let sick = [];
    const isHealthy = await this.run.until(async () => {
      const states = await this.states();
      // What ran once and ended with 0 has done its work.
      const isDone = ({ status, exitCode }) => status === 'exited' && exitCode === 0;
      const isFine = ({ status, health }) => status === 'running' && (health === undefined || health === 'healthy');
      sick = states.filter((state) => !isFine(state) && !isDone(state));
      return states.length > 0 && sick.length === 0;
    }, HEALTHY_SECONDS);
    if (isHealthy) return;
    const name = sick[0]?.name;
    const logs = await this.engine.docker.try(['logs', '--tail', '30', name]);
    throw new ExplainedError(`${name} is not healthy after ${HEALTHY_SECONDS} s:\n${logs.output}`);
  }

  /** Every container of the project. */
  async states(options) {
    const { docker } = this.engine;
    const label = `label=com.docker.compose.project=${this.compose.project}`;
    const ids = (await docker.run(['ps', '--all', '--quiet', '--filter', label], options))
      .split('\n')
      .filter((id) => id !== '');
    if (ids.length === 0) return [];
    return JSON.parse(await docker.run(['inspect', ...ids], options)).map((one) => ({
      id: one.Id,
      name: one.Name.slice(1),
      service: one.Config.Labels['com.docker.compose.service'],
      status: one.State.Status,
      exitCode: one.State.ExitCode,
      health: one.State.Health?.Status,
      restarts: one.RestartCount,
      isOutOfMemory: one.State.OOMKilled,
      host: one.HostConfig,
      image: one.Config.Image,
    }));
  }

  /** Takes it down; what somebody was killed or began again for is told. */
  async down() {
    const states = await this.states({ told: 'nobody' }).catch(() => []);
    for (const { name, restarts, isOutOfMemory, status, exitCode } of states) {
      if (restarts === 0 && !isOutOfMemory && (status === 'running' || exitCode === 0)) continue;
      this.run.check(
        false,
        `${name} ran without an accident`,
        `${restarts} restarts, code ${exitCode}${isOutOfMemory ? ', out of memory' : ''}`,
      );
      log((await this.engine.docker.try(['logs', '--tail', '20', name], { told: 'nobody' })).output);
    }
    await this.compose.run(['down', '--volumes', '--remove-orphans', '--timeout', '40'], { told: 'nobody' });
    if (states.length > 0) log(`  took ${states.length} containers down`);
  }
}
