import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { freePort } from '../../packages/testing/dist/free-port.js';
import { listServices, root } from '../workspace.mjs';
import { kustomizePrograms } from '../kubernetes/build.mjs';
import { checkManifests } from '../kubernetes/check.mjs';
import { ofKind } from '../kubernetes/objects.mjs';
import { readArguments } from '../new-service/read-arguments.mjs';
import { writeFolder } from '../new-service/write-folder.mjs';
import { Clone } from './new-service/clone.mjs';

/** Two services more: one with a site, and one without. Nobody's are called so. */
const SITE = 'second-pension';
const API = 'plain-api';
const known = listServices().map(({ id }) => id);
const all = [...known, SITE, API];

let clone;
let untouched;
let output;
let token;

const newService = (...args) => ['scripts/run.mjs', 'new-service', ...args];
const portOf = (id) => clone.ports[`${id.toUpperCase().replaceAll('-', '_')}_PORT`];
const get = async (id, path, headers = {}) => {
  const response = await fetch(`http://127.0.0.1:${portOf(id)}${path}`, { headers });
  return [response.status, await response.text()];
};
const passes = async (...args) => {
  const { code, output } = await clone.node(...args);
  assert.equal(code, 0, output);
  return output;
};

before(async () => {
  clone = new Clone();
  untouched = clone.digests();
  // What a run leaves that is killed as soon as the folder is there; the next one with the same words finishes it.
  await writeFolder(clone.folder, readArguments([SITE], clone.folder));
  assert.match(await passes(...newService(SITE)), /finished now[^]*apps\/second-pension\/README\.md[^]*npm start/);
  const interrupted = await clone.begin('write', ...newService('interrupted'));
  interrupted.child.kill('SIGTERM');
  await interrupted.ended;
  await passes(...newService(API, '--without-site', '--name', 'Plain records'));
  for (const id of all) clone.ports[`${id.toUpperCase().replaceAll('-', '_')}_PORT`] = await freePort();
  clone.ports.LATCHKEY_DB_PORT = await freePort();
  output = await clone.start();
  const body = JSON.stringify({ username: 'ada', password: 'correct-horse-battery-staple' });
  const headers = { 'content-type': 'application/json' };
  const login = await fetch(`http://127.0.0.1:${portOf('bank')}/api/login`, { method: 'POST', headers, body });
  token = (await login.json()).access_token;
});
after(() => clone?.remove());

test('a folder is added, and no other file is touched but the lockfile by npm; an interrupted run leaves nothing', () => {
  const touched = Object.entries(clone.digests()).filter(([path, digest]) => digest !== untouched[path]);
  assert.deepEqual(
    touched.map(([path]) => path),
    ['package-lock.json'],
  );
  const lockfile = clone.read('package-lock.json');
  assert.ok(lockfile.includes(`"apps/${SITE}"`) && lockfile.includes(`"apps/${API}"`));
  for (const path of ['apps/interrupted', '.new-service', 'node_modules/@latchkey/interrupted'])
    assert.ok(!existsSync(clone.path(path)), path);
  assert.ok(!lockfile.includes('interrupted'));
});

test('npm start starts them with the others, at ports that their ids name', async () => {
  assert.match(output, /Second pension {2}http:\/\/second-pension\.demo\.localhost:\d+/);
  for (const id of [SITE, API]) {
    assert.equal((await get(id, '/health/ready'))[0], 200);
    assert.equal((await get(id, '/api/note', { authorization: `Bearer ${token}` }))[0], 200);
    assert.equal((await get(id, '/api/note'))[0], 401);
    assert.match((await get(id, '/reference'))[1], id === SITE ? /Second pension/ : /Plain records/);
  }
  assert.match((await get(SITE, '/'))[1], /<title>Latchkey Second pension<\/title>/);
});

test('the registry and the switcher of every site list them', async () => {
  const idsIn = (text) => [JSON.parse(text)].flatMap((body) => body.services ?? body).map(({ id }) => id);
  assert.deepEqual(idsIn((await get('bank', '/.well-known/latchkey/services'))[1]), all);
  for (const id of all.filter((one) => one !== 'bank')) {
    const deadline = Date.now() + 30_000;
    let ids = [];
    while (!ids.includes(API) && Date.now() < deadline) {
      ids = idsIn((await get(id, '/api/services'))[1]);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(ids, all);
  }
});

test('the operator asks them for their keys like the others', async () => {
  const status = await passes('scripts/run.mjs', 'keys', 'status');
  for (const id of [SITE, API]) assert.match(status, new RegExp(`^${id}: replica \\S+ accepts `, 'm'));
});

describe('at the same time', { concurrency: true }, () => {
  // What is without a site has the same ones.
  test('jest takes the tests up', async () => {
    const jest = ['--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', '--ci'];
    const said = await passes(...jest, '--selectProjects', SITE);
    assert.match(said, /Test Suites: 4 passed, 4 total/);
  });

  test('their steps of the scenario pass in a browser, on what runs', async () => {
    const [bank, retirement] = ['bank', 'retirement'].map((id) => `http://${id}.demo.localhost:${portOf(id)}`);
    const where = ['--bank', bank, '--retirement', retirement];
    const said = await passes('scripts/qa.mjs', ...where, '--only', 'a logout counts here');
    for (const name of ['Second pension', 'Plain records']) assert.match(said, new RegExp(`✓ ${name}: `));
    assert.doesNotMatch(said, /✗|left out/);
  });

  test('it keeps the service contract', async () => {
    const keys = clone.path('.data/keys/bank/keys.bank.json');
    const issuer = `http://bank.demo.localhost:${portOf('bank')}`;
    const where = ['--url', `http://${SITE}.demo.localhost:${portOf(SITE)}`, '--issuer', issuer, '--keys', keys];
    const routes = ['--sensitive', 'PUT:/api/note:{"text":"x"}', '--role', 'auditor=GET:/api/note/count'];
    const said = await passes('scripts/run.mjs', 'conformance', ...where, ...routes, '--quick');
    assert.match(said, /\d+ passed, 0 failed/);
  });

  // The template itself is linted by the rules of a service: oxlint.config.ts.
  test('format, types and the rules of imports read them', async () => {
    const programs = [
      ['node_modules/oxfmt/bin/oxfmt', '--check', `apps/${SITE}`, `apps/${API}`],
      ['scripts/lint/imports.mjs', `apps/${SITE}`, `apps/${API}`],
      ...[tsconfig('tsconfig.tests.json', 'test'), tsconfig('e2e/tsconfig.json', 'test/scenario')].map(typesOf),
      typesOf(`apps/${SITE}/web/tsconfig.json`),
    ];
    for (const args of programs) assert.doesNotMatch(await passes(...args), /^(warn|error) /m);
  });
});

const typesOf = (path) => ['node_modules/typescript/bin/tsc', '--noEmit', '-p', path];

/** The same rules for these two alone: the others were checked before. */
function tsconfig(path, folder) {
  const name = `tsconfig.${folder.replaceAll('/', '-')}.json`;
  const include = [SITE, API].map((id) => `apps/${id}/${folder}`);
  writeFileSync(
    clone.path(name),
    JSON.stringify({ extends: `./${path}`, include, exclude: folder === 'test' ? ['apps/*/test/scenario'] : [] }),
  );
  return name;
}

test('the black-box tests start them and register them with the others', async () => {
  const list = `import('./e2e/stack/services.ts').then(({ listServices }) => console.log(listServices().map(({ id }) => id).join()))`;
  assert.equal((await passes('--no-warnings', '--eval', list)).trim(), all.join());
});

test('the writers of configuration and reference change nothing of theirs but the page of all', async () => {
  const own = () =>
    all
      .slice(-2)
      .flatMap((id) => [`apps/${id}/.env.example`, `apps/${id}/openapi.json`].map((path) => clone.read(path)));
  const written = own();
  await passes('scripts/write-configuration.mjs');
  await passes('scripts/write-reference.mjs');
  assert.deepEqual(own(), written);
  assert.match(clone.read('docs/configuration.md'), /^## Second pension$[^]*^## Plain records$/m);
});

test('what compose needs is prepared for them', async () => {
  await passes('deploy/prepare.mjs');
  const env = clone.read('.env');
  assert.match(env, /^COMPOSE_FILE=docker-compose\.yml:.*deploy\/private\/compose\.second-pension\.yml/m);
  assert.match(env, new RegExp(`^COMPOSE_PROFILES=${all.join()}$`, 'm'));
  for (const name of ['DB', 'DB_OWNER', 'DB_SUPERUSER'])
    assert.match(env, new RegExp(`^SECOND_PENSION_${name}_PASSWORD=.{32}$`, 'm'));
  const { port } = JSON.parse(clone.read(`apps/${SITE}/package.json`)).latchkey;
  const registered = JSON.parse(clone.read('deploy/private/bank/registry.json')).find(({ id }) => id === SITE);
  assert.deepEqual(
    [registered.url, registered.key.kty, registered.roles],
    [`http://${SITE}.demo.localhost:${port}`, 'OKP', ['auditor']],
  );
  assert.ok(existsSync(clone.path(`deploy/private/own/${SITE}/service.json`)));
  const compose = clone.read(`deploy/private/compose.${SITE}.yml`);
  const services = compose.slice(compose.indexOf('\nservices:'), compose.indexOf('\nnetworks:'));
  const names = [...services.matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name]) => name);
  assert.deepEqual(names, [...['-db', '-roles', '-migrate', ''].map((part) => `${SITE}${part}`), 'keys', 'contract']);
  assert.doesNotMatch(services, /retirement-|RETIREMENT_DB|3002:/);
  assert.match(compose, new RegExp(`args: \\{ SERVICE: ${SITE}, PORT: ${port}, NODE_IMAGE \\}`));
  assert.match(services, /KEYS_AT: bank=\S+ .*second-pension=\S+/m);

  await passes('deploy/prepare.mjs', '--proxy');
  const behind = ['PUBLIC_URL=https:\\/\\/second-pension\\.demo\\.localhost:8443', 'LISTEN=127.0.0.1:', 'REPLICAS=2'];
  for (const line of behind) assert.match(clone.read('.env'), new RegExp(`^SECOND_PENSION_${line}$`, 'm'));
  assert.match(
    clone.read('deploy/private/proxy/services.conf'),
    new RegExp(`^ +${SITE}\\.demo\\.localhost ${SITE}:${port};$`, 'm'),
  );
  const again = JSON.parse(clone.read('deploy/private/bank/registry.json')).find(({ id }) => id === SITE);
  assert.equal(again.url, `https://${SITE}.demo.localhost:8443`);
});

test('what Kubernetes needs of them is built with the others, by the same rules', async (t) => {
  const [program] = kustomizePrograms();
  if (program === undefined) return t.skip('nothing here builds manifests: kustomize or kubectl on the PATH would');
  const { built, errors } = await checkManifests(program, clone.folder);
  assert.deepEqual(errors, []);
  const names = ofKind(built.demo, 'Deployment').map(({ metadata }) => metadata.name);
  assert.deepEqual(names.toSorted(), all.map((id) => `latchkey-${id}`).toSorted());
});

test('the Dockerfile builds them out of what they need alone', () => {
  const dockerfile = clone.read('deploy/Dockerfile');
  const [, build] = /^RUN npx (turbo run .*) && mkdir -p apps\/\$\{SERVICE\}\/web\/dist$/m.exec(dockerfile);
  const turbo = `node ${join(root, 'node_modules/turbo/bin')}/`;
  for (const id of [SITE, API]) {
    const env = { ...process.env, SERVICE: id, TURBO_TELEMETRY_DISABLED: '1', TURBO_GLOBAL_WARNING_DISABLED: '1' };
    const sh = (words, folder) =>
      execFileSync('sh', ['-c', words], { cwd: clone.path(folder), env, encoding: 'utf8', stdio: 'pipe' });
    sh(`${turbo}turbo prune @latchkey/${id} --docker --out-dir out-${id}`, '.');
    cpSync(clone.path(`out-${id}/json/package-lock.json`), clone.path(`out-${id}/full/package-lock.json`));
    const { tasks } = JSON.parse(sh(`${turbo}${build} --dry=json`, `out-${id}/full`));
    const own = tasks.filter((task) => task.package === `@latchkey/${id}`).map(({ task }) => task);
    assert.deepEqual(own, id === SITE ? ['build', 'build:web'] : ['build']);
    assert.deepEqual(
      tasks.filter((task) => /example|e2e|conformance|bench/.test(task.package)),
      [],
    );
  }
});

test('the workspace it came from knows nothing of them', () => {
  assert.deepEqual(
    listServices().map(({ id }) => id),
    known,
  );
  assert.ok(!readFileSync(join(root, 'package-lock.json'), 'utf8').includes(SITE));
});
