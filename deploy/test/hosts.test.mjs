import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { migrateConfig } from '../../packages/service/dist/index.js';
import { readBlocks } from '../rehearsal/host/document.mjs';
import { configOf } from '../../scripts/service-documents.mjs';
import { listServices, root } from '../../scripts/workspace.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const blocks = readBlocks(root);
const codeUnder = (title) => blocks.find(({ section }) => section === title).code;
const services = listServices();

let folder;
let archives;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-hosts-'));
  archives = pack('one');
  const host = archives.find((path) => path.includes('latchkey-host-'));
  execFileSync('tar', ['-xzf', host, '-C', folder, '--strip-components=1']);
});
after(() => rmSync(folder, { recursive: true, force: true }));
function pack(name) {
  const to = join(folder, name);
  execFileSync(process.execPath, ['deploy/pack.mjs', '--to', to, 'retirement'], { cwd: root });
  return readdirSync(to).map((file) => join(to, file));
}

const unit = (name) => readFileSync(join(folder, 'systemd', name), 'utf8');
const valueIn = (text, name) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1];
const seconds = (text, name) => Number(valueIn(text, name));

/** Read by Node, by the unit itself, or by what is loaded for traces. */
const OTHERS = /^(NODE_ENV|NODE_EXTRA_CA_CERTS|START_HOLD|OTEL_\w+)$/;

/** The files of settings that the page writes, by name. */
function writtenSettings() {
  const to = mkdtempSync(join(folder, 'etc-'));
  const code = codeUnder('Settings')
    .replaceAll('/etc/latchkey', to)
    .replace(/^chown .*$/m, '');
  execFileSync('bash', ['-e', '-c', code.replace(`cd ${to}`, `cd '${to}'`)], { stdio: 'pipe' });
  return Object.fromEntries(readdirSync(to).map((name) => [name, readFileSync(join(to, name), 'utf8')]));
}

const namesIn = (text) => [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
const namesOf = (text) =>
  [...text.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs]) => pairs.split(' ').map((pair) => pair.split('=')[0]));

test('the settings that the page writes are all that each service needs, and nothing that it does not know', async () => {
  const files = writtenSettings();
  for (const service of services.filter(({ id }) => files[`${id}.env`] !== undefined)) {
    const { settings } = await configOf(service);
    const names = [
      ...namesIn(files['deployment.env']),
      ...namesIn(files[`${service.id}.env`]),
      ...namesOf(unit(`latchkey-${service.id}@.service`)),
    ];
    assert.deepEqual(
      names.filter((name) => settings[name] === undefined && !OTHERS.test(name)),
      [],
      service.id,
    );
    const required = Object.keys(settings).filter(
      (name) => !settings[name].optional && settings[name].default === undefined,
    );
    assert.deepEqual(
      required.filter((name) => !names.includes(name)),
      [],
      service.id,
    );
    const migrates = [
      ...namesIn(files[`${service.id}-migrate.env`]),
      ...namesOf(unit(`latchkey-${service.id}-migrate@.service`)),
    ];
    assert.deepEqual(
      migrates.filter((name) => migrateConfig.settings[name] === undefined && !OTHERS.test(name)),
      [],
    );
  }
  assert.deepEqual(
    namesOf(unit('tracing.conf')).filter((name) => !OTHERS.test(name)),
    [],
  );
});

test('what the page says of times fits: a balancer knows of a stop before the end, and of a start before the next stop', () => {
  const { 'deployment.env': env } = writtenSettings();
  const [, inter, fall, rise] = /check inter (\d+)s fall (\d+) rise (\d+)/
    .exec(read('deploy/balancers/haproxy.cfg'))
    .map(Number);
  const grace = seconds(env, 'DRAIN_GRACE');
  assert.ok(grace > inter * fall);
  // What nginx does unless it is told otherwise.
  assert.ok(grace > 10 && !/fail_timeout=/.test(read('deploy/balancers/nginx.conf').replaceAll(/#.*/g, '')));
  assert.ok(seconds(env, 'START_HOLD') > inter * rise);
  for (const { id } of services) assert.ok(seconds(unit(`latchkey-${id}@.service`), 'TimeoutStopSec') > grace + 14);
});

test('every service has units, of users and folders too, and starts with the flags of its own package', () => {
  for (const { id, folder: from } of services) {
    const { scripts } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
    assert.equal(valueIn(unit(`latchkey-${id}@.service`), 'ExecStart'), `/usr/local/bin/${scripts.start}`);
    assert.match(unit('sysusers.conf'), new RegExp(`^u latchkey-${id} `, 'm'));
    assert.match(unit('tmpfiles.conf'), new RegExp(`^d /opt/latchkey/${id} `, 'm'));
  }
  assert.doesNotMatch(unit('tmpfiles.conf'), /own\/bank/);
});

test('systemd takes the units, and finds little that they leave open', (t) => {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) return t.skip('systemd-analyze is not on this machine');
  for (const name of readdirSync(join(folder, 'systemd')).filter((file) => file.endsWith('@.service'))) {
    const path = join(folder, name.replace('@', '@1'));
    const here = unit(name)
      .replaceAll('/usr/local/bin/node', process.execPath)
      .replaceAll('/opt/latchkey/host/systemd/', `${folder}/systemd/`);
    writeFileSync(path, here);
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
    assert.deepEqual(
      stderr.split('\n').filter((line) => line.includes('latchkey')),
      [],
      name,
    );
    const { status, stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', path], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
  }
});

test('every block of commands of the page is run by the rehearsal, or says why not', () => {
  const programs = ['install', 'operate'].map((name) => read(`deploy/rehearsal/host/${name}.mjs`)).join('\n');
  const named = blocks.filter(({ name }) => name !== undefined).map(({ name }) => name);
  assert.ok(named.length > 8);
  assert.equal(new Set(named).size, named.length);
  const balanced = new Set(['nginx', 'haproxy'].flatMap((name) => [name, `${name}-certificate`]));
  assert.deepEqual(
    named.filter((name) => !balanced.has(name) && !programs.includes(`'${name}'`)),
    [],
  );
  const pages = read('docs/hosts.md') + read('docs/hosts-running.md');
  assert.equal(pages.match(/^```sh$/gm).length, blocks.length);
});

test('an archive holds what runs and nothing else, and is the same file each time', () => {
  const again = pack('two');
  const archive = archives.find((path) => path.includes('latchkey-retirement-'));
  const paths = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n');
  const names = paths.map((path) => path.split('/').slice(1).join('/'));
  const needed = ['dist/main.js', 'dist/migrate.js', 'package.json', 'web/dist/index.html'];
  assert.deepEqual(
    needed.filter((name) => !names.includes(name)),
    [],
  );
  const foreign = (name) =>
    !/^(package\.json|dist\/.*|web\/(dist\/.*)?|)$/.test(name) || /\.map$|node_modules/.test(name);
  assert.deepEqual(names.filter(foreign), []);
  archives.forEach((path, index) => assert.deepEqual(readFileSync(path), readFileSync(again[index])));
});

const awaitReady = (env) =>
  promisify(execFile)('bash', [join(root, 'deploy/systemd/await-ready')], {
    env: { PATH: process.env.PATH, PUBLIC_URL: 'https://bank.example.com', ...env },
  });

test('a start is over when the replica has been ready for a while, and fails when it never is', async (t) => {
  let isReady = false;
  const hosts = new Set();
  const server = createServer(({ headers }, response) => {
    hosts.add(headers.host);
    response.writeHead(isReady ? 200 : 503).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const PORT = String(server.address().port);
  await assert.rejects(awaitReady({ PORT, START_WITHIN: '1', START_HOLD: '0' }), /not ready within 1 s/);
  const { pid } = spawnSync(process.execPath, ['--version']);
  await assert.rejects(awaitReady({ PORT, MAINPID: String(pid) }), /has ended/);
  setTimeout(() => (isReady = true), 300);
  const began = performance.now();
  await awaitReady({ PORT, START_HOLD: '0.5' });
  assert.ok(performance.now() - began > 750);
  assert.deepEqual([...hosts], ['bank.example.com']);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await assert.rejects(awaitReady({ PORT, START_WITHIN: '1' }), /not ready/);
});
