import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@latchkey/testing/free-port';
import { ExplainedError } from '../../../scripts/log.mjs';
import { root } from '../../../scripts/workspace.mjs';

const READY_WITHIN_MS = 30_000;

/** The bank and retirement of one deployment on loopback, each with the whole environment of its processes. */
export async function deploymentIn(folder) {
  const ports = { bank: await freePort(), retirement: await freePort() };
  const site = (id) => `http://${id}.demo.localhost:${ports[id]}`;
  const registry = join(folder, 'registry.json');
  const entries = Object.keys(ports).map((id) => ({ id, name: id, url: site(id), roles: ['support'] }));
  writeFileSync(registry, JSON.stringify(entries));
  const secrets = { JWT_SECRET: random(), REFRESH_SECRET: random() };
  const own = {
    bank: {
      REFRESH_SECRET: secrets.REFRESH_SECRET,
      SSO_REGISTRY_FILE: registry,
      THROTTLE_ACCOUNT: '0',
      THROTTLE_ADDRESS: '0',
      THROTTLE_REGISTER: '0',
    },
    retirement: { BANK_URL: `http://127.0.0.1:${ports.bank}` },
  };
  const environment = (id, databaseUrl) => ({
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(ports[id]),
    PUBLIC_URL: site(id),
    DATABASE_URL: databaseUrl,
    JWT_SECRET: secrets.JWT_SECRET,
    SSO_ISSUER: site('bank'),
    SSO_COOKIE_DOMAIN: 'demo.localhost',
    DRAIN_GRACE: '0.3',
    ...own[id],
  });
  return { url: (id) => `http://127.0.0.1:${ports[id]}`, environment };
}

/** Runs a program of a service to its end, as an operator does; answers what it said. */
export async function runProgram(id, env, program, ...args) {
  const { child, said } = start(id, env, program, args);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new ExplainedError(`${id}: ${program} ended with ${code}.\n${said()}`);
  return said().trim();
}

/** Starts a service and waits until it is ready; `stop` ends it in order. */
export async function startService(id, env, url) {
  const { child, said } = start(id, env, 'main', []);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    const late = sleep(20_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
    await Promise.race([ended, late]);
  };
  for (const end = Date.now() + READY_WITHIN_MS; ; await sleep(100)) {
    if (await isReady(url)) return { stop, said };
    if (child.exitCode === null && Date.now() < end) continue;
    await stop();
    throw new ExplainedError(`${id} was not ready within ${READY_WITHIN_MS / 1000} s.\n${said().slice(-2000)}`);
  }
}

function start(id, env, program, args) {
  const child = spawn(process.execPath, [join('dist', `${program}.js`), ...args], {
    cwd: join(root, 'apps', id),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part));
  return { child, said: () => text };
}

const random = () => randomBytes(48).toString('base64');

/** Whether a service says that it is ready. */
export const isReady = async (url) => (await readiness(url))?.status === 'ready';

/** What a service says of its readiness, with the details that a peer on loopback is told; nothing if it does not answer. */
export async function readiness(url) {
  return fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3000) }).then(
    (answer) => answer.json(),
    () => undefined,
  );
}
