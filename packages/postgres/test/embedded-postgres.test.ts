import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '@latchkey/testing';
import { explainWrite } from '../src/embedded-postgres.errors.js';
import { startEmbeddedPostgres, stopEmbeddedPostgres, type EmbeddedPostgres } from '../src/index.js';
import { query } from './query.js';

let dataDir: string;
let port: number;
let running: EmbeddedPostgres | undefined;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey embedded-'));
  port = await freePort();
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(async () => {
  await stopEmbeddedPostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

const start = async (options: { dataDir?: string; port?: number } = {}) => {
  running = await startEmbeddedPostgres({
    dataDir,
    port,
    databases: ['bank', 'retirement'],
    durable: false,
    ...options,
  });
  return running;
};

describe('the embedded database', () => {
  test('keeps data, passwords and an owner-only password file from one start to the next', async () => {
    const first = await start();
    await query(first.ownerUrl('bank'), 'CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(second.url('bank')).toBe(first.url('bank'));
    expect(await query(second.ownerUrl('bank'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(statSync(join(dataDir, 'passwords.json')).mode & 0o777).toBe(0o600);
  });

  test('lets a service into its own database only', async () => {
    const { url, adminUrl } = await start();
    const bankAt = (database: string) => url('bank').replace(/bank$/, database);
    await expect(query(bankAt('retirement'), 'SELECT 1')).rejects.toThrow(/permission denied/);
    await expect(query(bankAt('postgres'), 'SELECT 1')).rejects.toThrow(/permission denied/);
    await expect(query(adminUrl.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
  });

  test('listens on loopback only, and on no unix socket', async () => {
    const { adminUrl } = await start();
    const [settings] = await query(
      adminUrl,
      `SELECT current_setting('listen_addresses') AS at, current_setting('unix_socket_directories') AS socket`,
    );
    expect(settings).toEqual({ at: '127.0.0.1', socket: '' });
  });

  test('takes over the server that a killed run left behind', async () => {
    const child = await startInChild();
    process.kill(child.pid, 'SIGKILL');
    const before = postmasterPid();
    const taken = await start();
    expect(postmasterPid()).toBe(before);
    expect(await query(taken.url('bank'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('moves a server left behind to the port that is asked for now', async () => {
    const child = await startInChild();
    process.kill(child.pid, 'SIGKILL');
    const moved = await start({ port: await freePort() });
    expect(await query(moved.url('bank'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('starts again after the server itself was killed', async () => {
    const first = await start();
    await query(first.ownerUrl('bank'), 'CREATE TABLE IF NOT EXISTS survived AS SELECT 1');
    process.kill(postmasterPid(), 'SIGKILL');
    const second = await start();
    expect(await query(second.ownerUrl('bank'), 'SELECT count(*)::int AS rows FROM survived')).toEqual([{ rows: 1 }]);
  });

  test('is not held up by a lock file whose pid now belongs to another program', async () => {
    await (await start()).stop();
    writeFileSync(
      join(dataDir, 'cluster/postmaster.pid'),
      `${process.pid}\n${dataDir}/cluster\n1\n${port}\n\n127.0.0.1\n`,
    );
    expect(await query((await start()).adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('starts over when the very first start was killed half-way', async () => {
    const half = await halfMade();
    expect(await query((await start({ dataDir: half })).adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(half, 'cluster.new'))).toBe(false);
  });

  test('names a taken port', async () => {
    const other = await listen(port);
    await expect(start()).rejects.toMatchObject({
      code: 'port_taken',
      message: expect.stringContaining(`Port ${port}`),
    });
    other.close();
  });

  test('says in words that it may not write', async () => {
    const file = join(dataDir, 'a-file');
    writeFileSync(file, '');
    await expect(start({ dataDir: join(file, 'below') })).rejects.toMatchObject({ code: 'not_writable' });
    const full = Object.assign(new Error('x'), { code: 'ENOSPC' });
    expect(explainWrite(full, '/data')).toMatchObject({ message: 'Cannot write /data: the disk is full (ENOSPC).' });
  });

  test('stops its server again when the start fails later on', async () => {
    const own = join(dataDir, 'failing');
    const at = await freePort();
    // A name that PostgreSQL keeps for itself.
    const failing = startEmbeddedPostgres({ dataDir: own, port: at, databases: ['pg_mine'], durable: false });
    await expect(failing).rejects.toThrow(/reserved/);
    expect(existsSync(join(own, 'cluster/postmaster.pid'))).toBe(false);
    (await listen(at)).close();
  });

  test('refuses a folder of another major version', async () => {
    await (await start()).stop();
    const version = join(dataDir, 'cluster/PG_VERSION');
    const ours = readFileSync(version, 'utf8');
    writeFileSync(version, '9\n');
    await expect(start()).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining('PostgreSQL 9'),
    });
    writeFileSync(version, ours);
  });

  const asRoot = process.getuid?.() === 0 ? test : test.skip;
  asRoot(
    'serves root where user namespaces are closed: as uid 65534, or not at all if that one cannot read it',
    async () => {
      const open = join(dataDir, 'open');
      chmodSync(dataDir, 0o755);
      const child = launch(open, port, { PATH: '/nowhere' });
      const words = await firstWords(child);
      if (!readableByAll(process.execPath)) {
        expect(words).toContain('user namespaces are closed here, and uid 65534 cannot read');
        return;
      }
      expect(words).toContain('started');
      expect(statSync(join(open, 'cluster')).uid).toBe(65_534);
      process.kill(child.pid!, 'SIGKILL');
      await stopEmbeddedPostgres(open);
    },
  );
});

const program = `
  const { startEmbeddedPostgres } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)});
  const [dataDir, port] = process.argv.slice(1);
  await startEmbeddedPostgres({ dataDir, port: Number(port), databases: ['bank', 'retirement'], durable: false });
  console.log('started');
  setInterval(() => {}, 1000);
`;

function launch(folder: string, at: number, env: NodeJS.ProcessEnv = process.env) {
  const args = ['--input-type=module', '-e', program, folder, String(at)];
  return spawn(process.execPath, args, { detached: true, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function firstWords(child: ReturnType<typeof launch>): Promise<string> {
  let words = '';
  child.stderr.on('data', (chunk) => (words += String(chunk)));
  for await (const chunk of child.stdout) {
    words += String(chunk);
    if (words.includes('started')) break;
  }
  return words;
}

async function startInChild(): Promise<{ pid: number }> {
  const child = launch(dataDir, port);
  expect(await firstWords(child)).toContain('started');
  return { pid: child.pid! };
}

function readableByAll(file: string): boolean {
  return spawnSync(file, ['--version'], { uid: 65_534, gid: 65_534 }).status === 0;
}

/** A folder of a first start that was killed half-way: again if it was through before we saw it. */
async function halfMade(): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const half = join(dataDir, `half-${attempt}`);
    mkdirSync(half);
    const child = launch(half, port);
    while (!existsSync(join(half, 'cluster.new/data/global')) && !existsSync(join(half, 'cluster'))) await wait(2);
    process.kill(-child.pid!, 'SIGKILL');
    if (!existsSync(join(half, 'cluster'))) return half;
    await stopEmbeddedPostgres(half);
  }
}

const postmasterPid = () => Number(readFileSync(join(dataDir, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);

/** A server that takes a port and answers nothing; rejects where the port is taken. */
function listen(at: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(at, '127.0.0.1', () => resolve(server));
  });
}
