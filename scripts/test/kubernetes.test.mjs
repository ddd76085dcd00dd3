import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { buildManifests, kustomizePrograms } from '../kubernetes/build.mjs';
import { checkManifests } from '../kubernetes/check.mjs';
import { containersOf, nameOf, ofKind } from '../kubernetes/objects.mjs';
import { digestErrors } from '../kubernetes/pod-rules.mjs';
import { ISSUER, listServices, root } from '../workspace.mjs';

const [program, ...others] = kustomizePrograms();
const skip = program === undefined && 'nothing here builds manifests: kustomize or kubectl on the PATH would';
const folder = join(root, 'deploy/kubernetes/overlays/production');

describe('the manifests', { skip }, () => {
  let built;
  let errors;
  /** As it stands, with the services that it names. */
  let production;
  before(async () => {
    ({ built, errors } = await checkManifests(program));
    production = buildManifests(program, folder);
  });

  test('keep the schema of Kubernetes and every rule of ours, in each overlay and for every service', () => {
    assert.deepEqual(errors, []);
    assert.deepEqual(Object.keys(built).toSorted(), ['demo', 'production']);
  });

  test('run each service with its own keys: the private half is the bank’s alone', () => {
    for (const objects of Object.values(built)) {
      const keys = ofKind(objects, 'Deployment').map(({ metadata, spec }) => [
        metadata.name,
        spec.template.spec.volumes.find(({ name }) => name === 'keys').secret.secretName,
      ]);
      const wanted = listServices().map(({ id }) => [
        `latchkey-${id}`,
        `latchkey-keys-${id === ISSUER ? 'bank' : 'verify'}`,
      ]);
      assert.deepEqual(
        keys,
        wanted.toSorted(([one], [other]) => one.localeCompare(other)),
      );
    }
  });

  test('give the password of the owner to what migrates, and to nothing else', () => {
    const holders = Object.values(built).flatMap((objects) =>
      containersOf(objects).filter(({ container }) =>
        container.env.some(({ name }) => name === 'MIGRATE_DATABASE_URL'),
      ),
    );
    assert.deepEqual([...new Set(holders.map(({ object }) => object.kind))], ['Job']);
  });

  test('are of the version that a service has', () => {
    const images = containersOf(built.demo).map(({ container }) => container.image);
    for (const { id, folder } of listServices()) {
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      assert.ok(images.includes(`latchkey-${id}:${version}`), `${id} is ${version}: say so in its kustomization.yaml`);
    }
  });

  test('of the demo have the PostgreSQL of docker-compose.yml', () => {
    const { image } = containersOf(built.demo).find(({ object }) => object.kind === 'StatefulSet').container;
    assert.ok(readFileSync(join(root, 'docker-compose.yml'), 'utf8').includes(image), image);
  });

  test('of production have digests, and nothing in clear', () => {
    assert.deepEqual(digestErrors(production), []);
    assert.equal(ofKind(production, 'ConfigMap')[0].data.ALLOW_PLAIN_INTERNAL, 'false');
    assert.deepEqual(ofKind(production, 'StatefulSet'), []);
  });

  for (const other of others) {
    test(`are the same by ${other.join(' ')}`, () => {
      const inOrder = (objects) => objects.toSorted((one, two) => nameOf(one).localeCompare(nameOf(two)));
      assert.deepEqual(inOrder(buildManifests(other, folder)), inOrder(production));
    });
  }
});
