import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@latchkey/testing/free-port';

/** Whether this machine has PgBouncer; tests that need it are skipped elsewhere. */
export const hasPooler = spawnSync('pgbouncer', ['--version']).status === 0;

/** A PgBouncer in front of a database, and its address there. */
export interface Pooler {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts one in the given mode; `ignored` are the startup parameters that it lets pass without effect. */
export async function startPooler(database: string, mode: string, ignored: string): Promise<Pooler> {
  const target = new URL(database);
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pooler-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const [users, settings] = [join(folder, 'users'), join(folder, 'ini')];
  writeFileSync(users, `"${decodeURIComponent(target.username)}" "${decodeURIComponent(target.password)}"\n`);
  const name = target.pathname.slice(1);
  writeFileSync(
    settings,
    `[databases]\n${name} = host=127.0.0.1 port=${target.port} dbname=${name}\n[pgbouncer]\nlisten_addr=127.0.0.1\n` +
      `listen_port=${port}\nauth_type=scram-sha-256\nauth_file=${users}\npool_mode=${mode}\nunix_socket_dir=\ndefault_pool_size=2\n` +
      `ignore_startup_parameters=${ignored}\n`,
  );
  // It refuses to run as root, and needs no rights of anybody.
  const asOther = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('pgbouncer', ['-q', ...asOther, settings], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = new URL(database);
  url.port = `${port}`;
  while (!(await answers(port))) await sleep(20);
  return {
    url: url.href,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
