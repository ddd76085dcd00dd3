import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '@latchkey/testing';
import { findBinaries } from '../src/binaries.js';
import { startEmbeddedPostgres, stopEmbeddedPostgres, type EmbeddedPostgres } from '../src/index.js';
import { query } from './query.js';

let dataDir: string;
let port: number;
let running: EmbeddedPostgres | undefined;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey account-'));
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

const start = async (folder = dataDir) => {
  running = await startEmbeddedPostgres({ dataDir: folder, port, databases: ['bank'], durable: false });
  return running;
};
const pidIn = (folder: string) => Number(readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);
const asRoot = process.getuid?.() === 0 ? test : test.skip;

describe('the embedded database of root', () => {
  asRoot('runs as another user than root also as the machine sees it, who reads no password', async () => {
    const { adminUrl } = await start();
    expect(statSync(`/proc/${pidIn(dataDir)}`).uid).toBe(65_534);
    expect(statSync(join(dataDir, 'cluster')).uid).toBe(65_534);
    expect(statSync(join(dataDir, 'passwords.json'))).toMatchObject({ uid: 0, mode: 0o100600 });
    const read = `SELECT pg_read_file('${join(dataDir, 'passwords.json')}')`;
    await expect(query(adminUrl, read)).rejects.toThrow(/Permission denied/);
  });

  asRoot('does so below a folder that only root may enter', async () => {
    const home = join(dataDir, 'home');
    mkdirSync(home, { mode: 0o700 });
    const below = join(home, 'some where', 'postgres');
    const first = await start(below);
    await query(first.url('bank'), 'SELECT 1');
    const pid = pidIn(below);
    expect(statSync(`/proc/${pid}`).uid).toBe(65_534);
    await first.stop();
    expect(existsSync(join(below, 'cluster/postmaster.pid'))).toBe(false);
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });

  asRoot('takes over a cluster that root owned, and its server that still runs', async () => {
    const first = await start();
    await query(first.ownerUrl('bank'), 'CREATE TABLE of_root AS SELECT 1 AS one');
    await first.stop();
    spawnSync('chown', ['-R', '0:0', dataDir]);
    const bin = dirname((await findBinaries()).pg_ctl);
    const asBefore = [
      '--user',
      '--map-user=65534',
      '--map-group=65534',
      join(bin, 'pg_ctl'),
      'start',
      '-D',
      join(dataDir, 'cluster'),
      '-w',
      '-l',
      '/dev/null',
      '-o',
      `-p ${port} -k ''`,
    ];
    const before = spawnSync('unshare', asBefore, { cwd: '/', stdio: 'ignore' });
    // Where user namespaces are closed, nothing was ever started like that.
    if (before.status === 0) expect(statSync(`/proc/${pidIn(dataDir)}`).uid).toBe(0);
    const taken = await start();
    expect(await query(taken.ownerUrl('bank'), 'SELECT one FROM of_root')).toEqual([{ one: 1 }]);
    expect(statSync(`/proc/${pidIn(dataDir)}`).uid).toBe(65_534);
  });
});
