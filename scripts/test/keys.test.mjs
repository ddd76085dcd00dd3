import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { node } from '../command.mjs';
import { keysFileOf, makeFirstKeys } from '../data-files.mjs';
import { runningStack } from '../bank-commands.mjs';
import { describe } from '../processes.mjs';
import { reset } from '../database.mjs';
import { describeServices } from '../services.mjs';
import { readSettings, settingsOf } from '../settings.mjs';

let dataDir;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey-stack-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const read = (id) => JSON.parse(readFileSync(keysFileOf(dataDir, id), 'utf8'));
const databases = { url: (name) => `postgres://${name}`, ownerUrl: () => undefined };

test('the first run makes keys for their owner alone, the next keeps them', async () => {
  await makeFirstKeys(dataDir);
  const first = read('bank');
  assert.deepEqual(
    ['bank', 'retirement'].map((id) => statSync(keysFileOf(dataDir, id)).mode & 0o777),
    [0o600, 0o600],
  );
  assert.equal(read('retirement').keys[0].kid, first.signing);
  await makeFirstKeys(dataDir);
  assert.deepEqual(read('bank'), first);
});

test('the secret of an earlier release becomes the first key, and lies around no longer', async () => {
  const secret = 'Zk3vQm9xT1bW7nR5yH2cL8dJ4fP6sG0aUeXiOtNqVrE';
  writeFileSync(join(dataDir, 'jwt-secret'), secret);
  await makeFirstKeys(dataDir);
  const k = Buffer.from(secret).toString('base64url');
  const print = createHash('sha256')
    .update(JSON.stringify({ k, kty: 'oct' }))
    .digest('base64url');
  assert.equal(read('bank').signing, print.slice(0, 16));
  assert.equal(read('retirement').keys[0].k, k);
  assert.equal(existsSync(join(dataDir, 'jwt-secret')), false);
});

test('keys that a killed run left half made are completed', async () => {
  await makeFirstKeys(dataDir);
  const { signing } = read('bank');
  rmSync(keysFileOf(dataDir, 'retirement'));
  await makeFirstKeys(dataDir);
  assert.equal(read('bank').signing, signing);
  assert.equal(read('retirement').keys[0].kid, signing);
});

test('each service is given its own file, and none next to a secret of the environment', () => {
  const envOf = (env) => {
    const settings = readSettings({ LATCHKEY_DATA_DIR: dataDir, ...env }, []);
    return describeServices(settings, databases).map((service) => service.env);
  };
  const files = envOf({}).map((env) => [env.JWT_SECRET, env.JWT_KEYS_FILE]);
  const [bank, ...others] = files;
  assert.deepEqual(bank, [undefined, join(dataDir, 'keys', 'bank', 'keys.bank.json')]);
  assert.ok(others.length > 0);
  for (const other of others) assert.deepEqual(other, [undefined, join(dataDir, 'keys', 'verify', 'keys.verify.json')]);
  const secrets = envOf({ JWT_SECRET: 'mine' }).map((env) => [env.JWT_SECRET, env.JWT_KEYS_FILE]);
  for (const secret of secrets) assert.deepEqual(secret, ['mine', undefined]);
});

test('a command finds a running stack at the ports that it runs on, and one that stopped at those of the environment', () => {
  const env = { LATCHKEY_DATA_DIR: dataDir, BANK_PORT: '4001' };
  const run = { ports: { bank: 5001, retirement: 5002, database: 5003 } };
  const write = (more) => writeFileSync(join(dataDir, 'run.json'), JSON.stringify({ ...run, ...more }));
  write(describe(process.pid));
  const { settings, runs } = runningStack(env);
  assert.deepEqual([runs, settingsOf(settings, 'bank').port, settings.databasePort], [true, 5001, 5003]);
  write({ ...describe(process.pid), bankDatabaseIsGiven: true });
  assert.throws(() => runningStack(env), /set BANK_DATABASE_URL/);
  assert.equal(runningStack({ ...env, BANK_DATABASE_URL: 'postgres://x' }).runs, true);
  write({ pid: process.pid, identity: 'another life' });
  const stopped = runningStack(env);
  assert.deepEqual([stopped.runs, settingsOf(stopped.settings, 'bank').port], [false, 4001]);
});

test('--reset removes the keys', async () => {
  await makeFirstKeys(dataDir);
  mkdirSync(join(dataDir, 'of-somebody-else'));
  await reset(readSettings({ LATCHKEY_DATA_DIR: dataDir }, ['--reset']));
  assert.deepEqual(readdirSync(dataDir), ['of-somebody-else']);
});

test('npm run keys acts on the keys of the stack, with the exit codes of the command', async () => {
  const keys = async (...args) => {
    const env = { LATCHKEY_DATA_DIR: dataDir, JWT_SECRET: undefined };
    const { code, output } = await node(['scripts/run.mjs', 'keys', ...args], { quiet: true, env });
    return [code, output];
  };
  assert.match((await keys('status')).join(' '), /^78 .*does not exist: make the first keys with init/);
  assert.match((await keys('init', '--alg', 'ES256')).join(' '), /^0 made the first key/);
  assert.equal(read('bank').keys[0].alg, 'ES256');
  assert.equal((await keys('init'))[0], 1);
  assert.equal((await keys('turn'))[0], 2);
});
