import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { freePort } from '../../packages/testing/dist/free-port.js';
import { command, removeFolder } from '../command.mjs';
import { npmCommand } from '../install-and-build.mjs';
import { writeService } from '../new-service.mjs';
import { listServices, root } from '../workspace.mjs';

// The whole workspace once more, with one folder added. Packages are the installed ones, and what turbo has built comes from its cache.
let clone;
let untouched;
let stack;
const ports = {};

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)) && !/^docs\/(qa|screens)\//.test(path));
const digestOf = (path) =>
  createHash('sha256')
    .update(readFileSync(join(clone, path)))
    .digest('hex');
const digests = () => Object.fromEntries(tracked.map((path) => [path, digestOf(path)]));

const node = (...args) => command(process.execPath, args, { cwd: clone, quiet: true, env: environment() });
const environment = () => ({
  TURBO_CACHE_DIR: join(root, '.turbo/cache'),
  npm_config_cache: undefined,
  TEST_DATABASE_URL: undefined,
});
const get = async (port, path, headers = {}) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return [response.status, await response.text()];
};
const idsIn = (text) => [JSON.parse(text)].flatMap((body) => body.services ?? body).map(({ id }) => id);

before(async () => {
  clone = mkdtempSync(join(tmpdir(), 'latchkey-clone-'));
  for (const path of tracked) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    cpSync(join(root, path), join(clone, path));
  }
  linkPackages();
  untouched = digests();
  writeService(clone, 'pension');
  // What npm install does: the lockfile is npm's own.
  const [npm, args] = npmCommand([
    'install',
    '--package-lock-only',
    '--offline',
    '--ignore-scripts',
    '--loglevel=error',
  ]);
  execFileSync(npm, args, { cwd: clone, stdio: 'pipe' });
  for (const name of ['BANK_PORT', 'RETIREMENT_PORT', 'PENSION_PORT', 'LATCHKEY_DB_PORT'])
    ports[name] = await freePort();
  stack = await start();
});
after(async () => {
  stack?.process.kill('SIGTERM');
  if (stack?.process.exitCode === null) await once(stack.process, 'exit');
  removeFolder(clone);
});

/** The packages that are installed; those of ours are the clone's own. */
function linkPackages() {
  const link = (path) => symlinkSync(join(root, path), join(clone, path));
  for (const path of globSync('{apps/*,packages/*,e2e,bench}/node_modules', { cwd: root })) link(path);
  mkdirSync(join(clone, 'node_modules/@latchkey'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')).filter((one) => one !== '@latchkey')) {
    if (/^\.(latchkey-lock|package-lock)/.test(name))
      cpSync(join(root, 'node_modules', name), join(clone, 'node_modules', name));
    else link(join('node_modules', name));
  }
  for (const name of readdirSync(join(clone, 'packages'))) {
    symlinkSync(join(clone, 'packages', name), join(clone, 'node_modules/@latchkey', name));
  }
}

/** npm start of the clone, ready. */
async function start() {
  const env = { ...process.env, ...environment(), LATCHKEY_DATA_DIR: join(clone, '.data') };
  for (const [name, port] of Object.entries(ports)) env[name] = String(port);
  const started = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: clone,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk) => (output += chunk));
  while (!output.includes('Latchkey is running')) {
    assert.equal(started.exitCode, null, output);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { process: started, output };
}

test('one folder is added, and no other file is touched but the lockfile by npm', () => {
  const touched = Object.entries(digests()).filter(([path, digest]) => digest !== untouched[path]);
  assert.deepEqual(
    touched.map(([path]) => path),
    ['package-lock.json'],
  );
});

test('npm start starts it with the others, at a port that its id names', async () => {
  assert.match(stack.output, /Pension {5}http:\/\/pension\.demo\.localhost:\d+/);
  assert.equal((await get(ports.PENSION_PORT, '/health/ready'))[0], 200);
});

test('a login at the bank counts there', async () => {
  const body = JSON.stringify({ username: 'ada', password: 'correct-horse-battery-staple' });
  const url = `http://127.0.0.1:${ports.BANK_PORT}/api/login`;
  const login = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { access_token: token } = await login.json();
  const [status, text] = await get(ports.PENSION_PORT, '/api/me', { authorization: `Bearer ${token}` });
  assert.deepEqual([status, JSON.parse(text).username], [200, 'ada']);
  assert.equal((await get(ports.PENSION_PORT, '/api/me'))[0], 401);
});

test('the registry and the switcher of every site list it', async () => {
  assert.ok(idsIn((await get(ports.BANK_PORT, '/.well-known/latchkey/services'))[1]).includes('pension'));
  for (const port of [ports.RETIREMENT_PORT, ports.PENSION_PORT]) {
    const deadline = Date.now() + 30_000;
    let ids = [];
    while (!ids.includes('pension') && Date.now() < deadline) {
      ids = idsIn((await get(port, '/api/services'))[1]);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(ids, ['bank', 'retirement', 'pension']);
  }
});

test('its reference is written at build and served', async () => {
  const [status, page] = await get(ports.PENSION_PORT, '/reference');
  assert.equal(status, 200);
  assert.match(page, /Pension/);
  const [, document] = await get(ports.PENSION_PORT, '/reference/openapi.json');
  assert.ok(Object.keys(JSON.parse(document).paths).includes('/api/me'));
});

test('the operator asks it for its keys like the others', async () => {
  const { output } = await node('scripts/run.mjs', 'keys', 'status');
  assert.match(output, /^pension: replica \S+ accepts /m);
});

test('jest takes its tests up', async () => {
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const { code, output } = await node(...jest, '--ci', '--selectProjects', 'pension');
  assert.equal(code, 0, output);
  assert.match(output, /Tests: +3 passed, 3 total/);
});

test('lint, format and the rules of imports read it', async () => {
  for (const args of [
    ['node_modules/oxlint/bin/oxlint', 'apps/pension'],
    ['node_modules/oxfmt/bin/oxfmt', '--check', 'apps/pension'],
    ['scripts/lint/imports.mjs', 'apps/pension'],
  ]) {
    const { code, output } = await node(...args);
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, /^(warn|error) /m);
  }
});

test('the black-box tests start it and register it with the others', async () => {
  const list = `import('./e2e/stack/services.ts').then(({ listServices }) => console.log(listServices().map(({ id }) => id).join()))`;
  const { output } = await node('--no-warnings', '--eval', list);
  assert.equal(output.trim(), 'bank,retirement,pension');
});

test('its tests are among those whose types are checked', async () => {
  const { output } = await node('node_modules/typescript/bin/tsc', '--listFilesOnly', '-p', 'tsconfig.tests.json');
  assert.match(output, /apps\/pension\/test\/caller\.test\.ts/);
});

test('the writers of configuration and reference write its part', async () => {
  assert.equal((await node('scripts/write-configuration.mjs')).code, 0);
  assert.equal((await node('scripts/write-reference.mjs')).code, 0);
  assert.match(readFileSync(join(clone, 'docs/configuration.md'), 'utf8'), /^## Pension$/m);
  assert.match(readFileSync(join(clone, 'apps/pension/.env.example'), 'utf8'), /pension\.demo\.localhost/);
  assert.ok(existsSync(join(clone, 'apps/pension/openapi.json')));
});

test('what compose needs is prepared for it', async () => {
  assert.equal((await node('deploy/prepare.mjs')).code, 0);
  const read = (path) => readFileSync(join(clone, path), 'utf8');
  const env = read('.env');
  assert.match(env, /^COMPOSE_FILE=docker-compose\.yml:deploy\/private\/compose\.pension\.yml$/m);
  assert.match(env, /^COMPOSE_PROFILES=bank,retirement,pension$/m);
  for (const name of ['DB', 'DB_OWNER', 'DB_SUPERUSER']) {
    assert.match(env, new RegExp(`^PENSION_${name}_PASSWORD=.{32}$`, 'm'));
  }
  const registered = JSON.parse(read('deploy/private/bank/registry.json')).find(({ id }) => id === 'pension');
  assert.deepEqual([registered.url, registered.key.kty], ['http://pension.demo.localhost:3003', 'OKP']);
  assert.ok(existsSync(join(clone, 'deploy/private/own/pension/service.json')));
  const compose = read('deploy/private/compose.pension.yml');
  const services = compose.slice(compose.indexOf('\nservices:'), compose.indexOf('\nnetworks:'));
  const names = [...services.matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name]) => name);
  assert.deepEqual(names, ['pension-db', 'pension-roles', 'pension-migrate', 'pension', 'keys', 'contract']);
  assert.doesNotMatch(services, /retirement-|RETIREMENT_DB|3002:/);
  assert.match(compose, /args: \{ SERVICE: pension, PORT: 3003 \}/);
  assert.match(services, /KEYS_AT: bank=\S+ retirement=\S+ pension=\S+$/m);
});

test('the workspace it came from knows nothing of it', () => {
  assert.deepEqual(
    listServices().map(({ id }) => id),
    ['bank', 'retirement'],
  );
});
