import assert from 'node:assert/strict';
import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildManifests, kustomizePrograms } from '../kubernetes/build.mjs';
import { errorsOf, externalKeys, programsOf } from '../kubernetes/check.mjs';
import { documentedKeys } from '../kubernetes/documented.mjs';
import { digestErrors } from '../kubernetes/pod-rules.mjs';
import { samplesFor } from '../kubernetes/samples.mjs';
import { schemaErrors } from '../kubernetes/schema.mjs';
import { listServices, root } from '../workspace.mjs';
import { badPods } from './kubernetes/bad-pods.mjs';
import { badReferences } from './kubernetes/bad-references.mjs';
import { badSettings } from './kubernetes/bad-settings.mjs';
import { change, container, is } from './kubernetes/spoil.mjs';

const [program] = kustomizePrograms();
const skip = program === undefined && 'nothing here builds manifests: kustomize or kubectl on the PATH would';

const bad = [...badSettings, ...badPods, ...badReferences];

describe('of bad manifests', { skip }, () => {
  let good;
  let context;
  let folder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-rules-'));
    good = buildManifests(program, join(root, 'deploy/kubernetes/overlays/production'));
    const services = listServices();
    const external = externalKeys(root, services);
    context = { external, ...(await programsOf(root, services)), ...samplesFor(good, external, folder) };
  });
  after(() => rmSync(folder, { recursive: true }));

  test('the good one has no error', () => assert.deepEqual(errorsOf(good, context), []));

  for (const [what, spoil, error] of bad) {
    test(`${what} is refused`, () => {
      const objects = structuredClone(good);
      spoil(objects);
      assert.match(errorsOf(objects, context).join('\n'), error);
    });
  }

  test('a tag in production is refused', () => {
    const objects = structuredClone(good);
    container((one) => (one.image = 'latchkey-retirement:0.1.0'))(objects);
    assert.match(digestErrors(objects).join('\n'), /has an image without a digest: latchkey-retirement:0\.1\.0/);
  });

  test('a field that Kubernetes does not know, a word and a quantity that it refuses, are each named with their object', async () => {
    const objects = structuredClone(good);
    container((one) => (one.redinessProbe = one.readinessProbe))(objects);
    change(is('Job latchkey-migrate-bank'), ({ spec }) => (spec.template.spec.restartPolicy = 'Sometimes'))(objects);
    change(is('Service latchkey-bank'), ({ spec }) => delete spec.ports[0].port)(objects);
    change(is('PodDisruptionBudget latchkey-bank'), ({ spec }) => (spec.maxUnavailable = 0.5))(objects);
    const errors = (await schemaErrors(objects)).join('\n');
    assert.match(errors, /^Deployment latchkey-retirement: .*'"redinessProbe"' does not exist/m);
    assert.match(errors, /^Job latchkey-migrate-bank: .*"Sometimes"/m);
    assert.match(errors, /^Service latchkey-bank: .*port/m);
    assert.match(errors, /^PodDisruptionBudget latchkey-bank: /m);
  });

  test('a kind that Kubernetes does not know is refused, and one of a version that it no longer has', async () => {
    const old = (apiVersion, kind) => ({ apiVersion, kind, metadata: { name: 'old' } });
    const errors = await schemaErrors([old('extensions/v1beta1', 'Ingress'), old('apps/v1', 'Deploymnet')]);
    assert.match(errors.join('\n'), /^Ingress old: extensions\/v1beta1 is no version/m);
    assert.match(errors.join('\n'), /^apps\/v1\/Deploymnet: /m);
  });
});

test('the keys of Secrets and ConfigMaps are read from the commands of a page', () => {
  const page = `
apply secret generic latchkey-a \\
  --from-literal=ONE="$ONE" \\
  --from-file=deploy/private/own.json
apply configmap latchkey-b --from-file=two.json=/somewhere/else
apply secret tls latchkey-c --cert=tls.crt --key=tls.key
The Secret latchkey-d is not made here.`;
  assert.deepEqual(documentedKeys(page), {
    'Secret latchkey-a': ['ONE', 'own.json'],
    'ConfigMap latchkey-b': ['two.json'],
    'Secret latchkey-c': ['tls.crt', 'tls.key'],
  });
});
