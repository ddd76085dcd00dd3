import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExplainedError, log } from '../../scripts/log.mjs';
import { readRecord, tryLock, unlock } from '../../scripts/file-lock.mjs';
import { describe, stillRuns, stopAll } from '../../scripts/processes.mjs';
import { canBuild, Docker, lastLines, programs } from './docker.mjs';
import { installPrograms } from './install.mjs';

const START_SECONDS = 60;
const STOP_MS = 30_000;

/** The engine that is told by DOCKER_HOST or the docker command's own context; else one of this run's own. */
export async function openEngine(run, { cache, mayInstall }) {
  const found = await answering();
  if (found !== undefined) return found;
  const dockerd = await daemon(mayInstall);
  // What was just installed may have started an engine.
  return (await answering()) ?? ownEngine(run, dockerd, cache);
}

async function answering() {
  const { DOCKER_HOST: host } = process.env;
  if (host !== undefined && !host.startsWith('unix://'))
    throw new ExplainedError(`DOCKER_HOST is ${host}: folders of this machine are mounted, so it must be unix://…`);
  const all = programs('docker').map((program) => new Docker(program));
  let refused = '';
  let unable = '';
  for (const docker of all) {
    const { code, stdout, output } = await docker.try(['version', '--format', '{{.Server.Version}}'], {
      timeout: 20_000,
    });
    if (code !== 0) {
      if (/permission denied/i.test(output)) refused = lastLines(output, 1);
    } else if (await canBuild(docker)) return { docker, version: stdout.trim(), isOwn: false };
    else unable = docker.program;
  }
  if (unable !== '')
    throw new ExplainedError(`${unable} reaches an engine and cannot build with secrets: install its plug-in buildx.`);
  if (refused !== '')
    throw new ExplainedError(
      `${refused}\n  Join the group docker (usermod -aG docker $USER, then log in again), or be root.`,
    );
  if (host === undefined) return undefined;
  throw new ExplainedError(
    all.length === 0
      ? `DOCKER_HOST is ${host}, and there is no docker command: install docker.io (Debian) or Docker.`
      : `DOCKER_HOST is ${host}, and no engine answers there: start it, or unset DOCKER_HOST.`,
  );
}

/** Where dockerd is; installs it where that is possible and allowed. */
async function daemon(mayInstall) {
  if (process.getuid?.() !== 0)
    throw new ExplainedError(
      'No container engine answers. Start Docker, or be root: then one is started for this run.',
    );
  const missing = () => ['dockerd', 'docker'].filter((name) => programs(name).length === 0);
  if (missing().length > 0) await installPrograms(['docker.io', 'docker-compose', 'debootstrap'], mayInstall);
  if (missing().length > 0)
    throw new ExplainedError(`docker.io is installed, and brought no ${missing().join(', no ')}.`);
  return programs('dockerd')[0];
}

/** An engine with a data folder that is kept, and a socket that is not. */
async function ownEngine(run, dockerd, cache) {
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, 'engine.json');
  const holder = await tryLock(lock, {}, stopLeftover);
  if (holder) throw new ExplainedError(`Another run (pid ${holder.pid}) uses the engine in ${cache}: wait for it.`);
  run.later('the lock of the engine', () => unlock(lock));
  // Short: the name of a socket has 108 characters at most.
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-engine-'));
  run.later(folder, () => rmSync(folder, { recursive: true, force: true }));
  const host = `unix://${folder}/sock`;
  const logFile = join(cache, 'engine.log');
  const out = openSync(logFile, 'w');
  const child = spawn(dockerd, argumentsOf(cache, folder, host), { stdio: ['ignore', out, out], detached: true });
  const engine = describe(child.pid);
  writeFileSync(join(cache, 'engine-pid.json'), JSON.stringify(engine));
  run.later('the engine', async () => {
    await stopAll([engine], STOP_MS);
    log(`  stopped the engine (pid ${child.pid})`);
  });
  const docker = new Docker(await clientFor(host), { DOCKER_HOST: host });
  let version = '';
  const isUp = await run.until(async () => {
    if (child.exitCode !== null) return true;
    const { code, stdout } = await docker.try(['version', '--format', '{{.Server.Version}}']);
    version = code === 0 ? stdout.trim() : '';
    return version !== '';
  }, START_SECONDS);
  if (isUp && version !== '') return { docker, version, isOwn: true, dockerd, data: join(cache, 'engine') };
  throw new ExplainedError(
    `${dockerd} does not start; the end of ${logFile}:\n${lastLines(readFileSync(logFile, 'utf8'), 12)}`,
  );

  // One that a killed run has left would hold the data folder.
  async function stopLeftover() {
    const left = readRecord(join(cache, 'engine-pid.json'));
    if (left && stillRuns(left)) await stopAll([left], STOP_MS);
  }
}

// No bridge of its own, so that it disturbs no other engine; what compose starts has networks of its own.
function argumentsOf(cache, folder, host) {
  const places = ['--host', host, '--pidfile', `${folder}/pid`, '--exec-root', `${folder}/exec`];
  return [...places, '--data-root', join(cache, 'engine'), '--bridge', 'none'];
}

async function clientFor(host) {
  for (const program of programs('docker'))
    if (await canBuild(new Docker(program, { DOCKER_HOST: host }))) return program;
  throw new ExplainedError(`${programs('docker')[0]} cannot build with secrets: install its plug-in buildx.`);
}
