import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { kindOf, namedImages } from '../containers/base-images.mjs';
import { fitCompose } from '../containers/compose-file.mjs';
import { npmSettings } from '../containers/npm-access.mjs';
import { Run } from '../containers/run.mjs';
import { contents } from '../containers/stand-ins.mjs';
import { root } from '../../scripts/workspace.mjs';

const file = `
name: latchkey
x-health: &health { start_interval: 1s, interval: 15s }
services:
  db:
    image: \${POSTGRES_IMAGE:-postgres:18@sha256:ab}
    healthcheck: *health
  app:
    image: latchkey-bank:\${BANK_VERSION:-latest}
    healthcheck: { <<: *health, test: [CMD, 'echo', '$$PORT'] }
    volumes: [{ type: bind, source: ./a, target: /a, bind: { create_host_path: false } }]
`;

test('an older engine and the first Compose are given docker-compose.yml without what they do not know, and told so', () => {
  const images = { 'postgres:18@sha256:ab': 'made-here:1' };
  const cases = [
    {
      engine: '20.10.24+dfsg1',
      compose: '1.29.2',
      dropped: ['name', 'healthcheck.start_interval', 'volumes.bind.create_host_path'],
    },
    { engine: '20.10.24+dfsg1', compose: '2.24.6', dropped: ['healthcheck.start_interval'] },
    { engine: '28.2.2', compose: '2.36.0', dropped: [] },
  ];
  for (const { engine, compose, dropped } of cases) {
    const fit = fitCompose(file, { engine, compose, images });
    assert.deepEqual(new Set(fit.dropped), new Set(dropped), `${engine} with ${compose}`);
    const { services, name } = parse(fit.text);
    assert.equal(name === undefined, dropped.includes('name'));
    assert.equal(services.db.image, 'made-here:1');
    assert.equal(services.app.image, 'latchkey-bank:${BANK_VERSION:-latest}');
    assert.deepEqual(services.app.healthcheck.test, ['CMD', 'echo', '$$PORT']);
    assert.equal('start_interval' in services.app.healthcheck, engine.startsWith('28'));
  }
});

test('the first Compose is given a variable in the place of one that stands for another', () => {
  const text = 'services: { app: { image: a, environment: { T: "b=${A:-${B:?none}} r=${C:-${B}}" } } }';
  const fit = (compose) =>
    parse(fitCompose(text, { engine: '28', compose, env: { C: 'own' } }).text).services.app.environment.T;
  assert.deepEqual([fit('1.29.2'), fit('2.36.0')], ['b=${B:?none} r=${C}', 'b=${A:-${B:?none}} r=${C:-${B}}']);
});

test('every image that is not built here has a stand-in', () => {
  const kinds = Object.keys(namedImages());
  assert.ok(kinds.includes('node') && kinds.includes('postgres'));
  assert.deepEqual(
    kinds.filter((kind) => contents[kind] === undefined),
    [],
  );
  assert.equal(kindOf('mirror.example:5000/library/postgres:18@sha256:ab'), 'postgres');
});

test('a build is told how npm reaches its registry, and nothing else of its settings', () => {
  const texts = [
    'registry=https://first.example/\ninit-author-name=Ada\ncafile=/etc/a.pem\n',
    '; words\nregistry = https://own.example/\r\n//own.example/:_authToken=${TOKEN}\n@team:registry=https://team.example/\n',
  ];
  const env = {
    TOKEN: 't-1',
    HTTPS_PROXY: 'http://proxy.example:3128',
    npm_config_registry: 'https://env.example/',
    npm_config_proxy: 'null',
  };
  assert.deepEqual(npmSettings(texts, env), {
    cafile: '/etc/a.pem',
    kept: {
      registry: 'https://env.example/',
      '//own.example/:_authToken': 't-1',
      '@team:registry': 'https://team.example/',
      'https-proxy': 'http://proxy.example:3128',
    },
  });
});

test('what a run made is put away, the last first, also when one of it cannot be', async () => {
  const run = new Run();
  const seen = [];
  run.later('one', () => seen.push('one'));
  run.later('two', () => {
    throw new Error('held');
  });
  run.later('three', () => seen.push('three'));
  await run.putAway();
  assert.deepEqual([seen, run.failed], [['three', 'one'], ['put away two']]);
});

test(
  'without an engine it says how to have one, ends with 1, and leaves nothing',
  { skip: process.platform === 'win32' },
  (t) => {
    const cache = mkdtempSync(join(tmpdir(), 'latchkey-containers-test-'));
    t.after(() => rmSync(cache, { recursive: true, force: true }));
    const env = { ...process.env, DOCKER_HOST: `unix://${cache}/nobody`, XDG_CACHE_HOME: cache };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'containers', '--no-install'], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /✗ DOCKER_HOST is unix:\/\/.*(start it|install docker)/);
    assert.match(stdout, /\ncontainers: 0 passed, 1 failed, [\d.]+ min\n$/);
  },
);

test('it answers what it can do, and names a part that there is not', () => {
  const said = (...args) =>
    spawnSync(process.execPath, ['scripts/run.mjs', 'containers', ...args], { cwd: root, encoding: 'utf8' });
  assert.match(said('--help').stdout, /--no-install[^]+--only[^]+rotation[^]+--clean/);
  const wrong = said('--only', 'walk,nothing');
  assert.deepEqual([wrong.status, /--only names no part: nothing/.test(wrong.stderr)], [1, true]);
});
