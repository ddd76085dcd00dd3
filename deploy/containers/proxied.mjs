import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { freePort } from '../../e2e/stack/free-port.ts';
import { startLoad } from '../../e2e/stack/load.ts';
import { request } from '../../e2e/stack/request.ts';
import { register } from '../../e2e/stack/test-user.ts';
import { node } from '../../scripts/command.mjs';
import { log } from '../../scripts/log.mjs';
import { Deployment } from './deployment.mjs';
import { lastLines } from './docker.mjs';
import { buildNext } from './images.mjs';
import { tellLoad } from './rotation.mjs';

/** So many requests at least see the containers of both services exchanged. */
const REQUESTS = 5_000;
const LOAD = { readers: 8, logins: 1, renewEvery: 3_000, pause: 10 };

/** The profile `proxy`: nginx with TLS in front of two containers of each service, brought to other images while they serve. */
export async function proxied(run, engine, plan) {
  const deployment = new Deployment(run, engine, plan);
  await run.step('The deployment behind nginx with TLS', async () => {
    const [secure, plain] = [await freePort(), await freePort()];
    const env = { PROXY_LISTEN: `127.0.0.1:${secure}`, PROXY_LISTEN_PLAIN: `127.0.0.1:${plain}` };
    await deployment.prepare({ env, args: ['--proxy'] });
    await deployment.up();
    trust(join(deployment.folder, 'deploy/private/proxy/certificate.pem'));
    await front(run, deployment, plain);
  });
  await run.step('Both services are upgraded, container by container, under load', () => roll(run, deployment, plan));
  await run.step('Taken down', () => deployment.down());
}

// Nobody vouches for the certificate that prepare.mjs makes; from here on this process does.
function trust(file) {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(file, 'utf8')]);
}

async function front(run, deployment, plain) {
  for (const [id, service] of Object.entries(deployment.stack.services)) {
    const containers = await deployment.compose.containers(id);
    run.check(containers.length === 2, `there are two containers of ${id}`, String(containers.length));
    const ready = await request(service, { path: '/health/ready' });
    run.check(ready.status === 200 && service.url.startsWith('https:'), `${id} is reached by TLS`, service.url);
    const { host, url } = service;
    const sent = await request({ url: url.replace('https:', 'http:'), host, port: plain }, { path: '/api/me' });
    const location = sent.headers.get('location')?.[0];
    run.check(
      sent.status === 308 && location === `${url}/api/me`,
      `and who asks ${id} in clear is sent there`,
      location,
    );
  }
}

async function roll(run, deployment, plan) {
  const { stack, compose, folder } = deployment;
  const before = await deployment.states();
  const username = `rolled-${randomBytes(4).toString('hex')}`;
  await register(stack, username);
  const ids = Object.keys(stack.services);
  const tags = {};
  for (const id of ids) tags[id] = await buildNext(run, deployment.engine, plan, id);
  const load = await startLoad(stack, { username, ...LOAD });
  const asked = () => load.tally.reads + load.tally.logins + load.tally.refreshes;
  let tally;
  try {
    for (const id of ids) {
      deployment.changeEnv({ [`${id.toUpperCase().replaceAll('-', '_')}_VERSION`]: tags[id] });
      const options = { cwd: folder, env: compose.env, quiet: true, told: 'leader' };
      const { code, output } = await node(['deploy/roll.mjs', id], options);
      run.check(code === 0, `node deploy/roll.mjs ${id}`, lastLines(output, code === 0 ? 1 : 15));
      log(`  ${asked()} requests so far`);
    }
    await run.until(() => asked() >= REQUESTS, 300);
  } finally {
    tally = await load.stop();
  }
  const after = await deployment.states();
  for (const id of ids) {
    const old = new Set(before.filter(({ service }) => service === id).map((one) => one.id));
    const now = after.filter(({ service, status }) => service === id && status === 'running');
    const isNew = now.every((one) => !old.has(one.id) && one.image === `latchkey-${id}:${tags[id]}`);
    run.check(now.length === 2 && isNew, `both containers of ${id} are new`);
  }
  run.check(asked() >= REQUESTS, `there were at least ${REQUESTS} requests`, String(asked()));
  tellLoad(run, tally, 'while both services were upgraded');
}
