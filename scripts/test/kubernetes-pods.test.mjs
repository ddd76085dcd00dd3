import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dropDatabase, withClient } from '@latchkey/testing/database-client';
import { freePort } from '@latchkey/testing/free-port';
import { withTestDatabase } from '../database.mjs';
import { buildManifests, kustomizePrograms } from '../kubernetes/build.mjs';
import { externalKeys } from '../kubernetes/check.mjs';
import { processOf } from '../kubernetes/environment.mjs';
import { containersOf } from '../kubernetes/objects.mjs';
import { samplesFor } from '../kubernetes/samples.mjs';
import { listServices, root } from '../workspace.mjs';

const [program] = kustomizePrograms();
const skip = program === undefined && 'nothing here builds manifests: kustomize or kubectl on the PATH would';
process.env.TEST_DATABASE_URL ??= process.env.SHARED_DATABASE_URL ?? '';

describe('what a pod runs, with what its manifest gives it', { skip }, () => {
  let objects;
  let samples;
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-pods-'));
    objects = buildManifests(program, join(root, 'deploy/kubernetes/overlays/production'));
    samples = samplesFor(objects, externalKeys(root, listServices()), folder);
  });
  after(() => rmSync(folder, { recursive: true }));

  const started = (name, own) => {
    const place = containersOf(objects).find(({ object }) => `${object.kind} ${object.metadata.name}` === name);
    const { args, env } = processOf(place, objects, samples);
    const cwd = listServices().find(({ id }) => id === place.labels['app.kubernetes.io/name']).folder;
    const child = spawn(process.execPath, args, { cwd, env: { ...env, ...own }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    return { place, child, ended: once(child, 'close'), said: () => said };
  };

  for (const id of ['bank', 'retirement']) {
    test(`${id} is alive and not ready until its Job has migrated, and ends with 0`, async () => {
      await withDatabase(async (url) => {
        const port = await freePort();
        const database = { DATABASE_URL: url, MIGRATE_DATABASE_URL: url };
        const own = { PORT: String(port), DATABASE_URL: url, DRAIN_GRACE: '0' };
        const service = started(`Deployment latchkey-${id}`, own);
        try {
          const asks = (probe) => statusOf(port, service.place.container[probe].httpGet.path);
          await until(() => asks('startupProbe'), 200, service);
          assert.deepEqual([await asks('livenessProbe'), await asks('readinessProbe')], [200, 503]);
          const job = started(`Job latchkey-migrate-${id}`, database);
          assert.deepEqual(await job.ended, [0, null], job.said());
          await until(() => asks('readinessProbe'), 200, service);
          service.child.kill('SIGTERM');
          assert.deepEqual(await service.ended, [0, null], service.said());
        } finally {
          service.child.kill('SIGKILL');
        }
      });
    });
  }
});

function withDatabase(work) {
  return withTestDatabase(async (server) => {
    const name = `kubernetes_${randomBytes(6).toString('hex')}`;
    await withClient(server, (client) => client.query(`CREATE DATABASE ${name}`));
    const url = Object.assign(new URL(server), { pathname: name });
    try {
      await work(url.href);
    } finally {
      await withClient(server, (client) => dropDatabase(client, name));
    }
  });
}

async function statusOf(port, path) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
  return response?.status;
}

async function until(ask, status, { child, said }) {
  const deadline = Date.now() + 60_000;
  while ((await ask()) !== status) {
    assert.ok(child.exitCode === null && Date.now() < deadline, said());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
