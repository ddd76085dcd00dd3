import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { sleep } from './clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

export type BalancerKind = 'haproxy' | 'nginx';

export interface BalancerPlan {
  readonly kind: BalancerKind;
  readonly port: number;
  readonly targets: readonly number[];
  /**
   * How often readiness is asked, in seconds; for nginx, which does not ask, how long it shuns a replica that failed. Left
   * out, what the balancer does unless it is told otherwise: HAProxy asks every 2 s, nginx shuns for 10 s.
   */
  readonly every?: number | undefined;
}

/** Where a program is, if this machine has it; a user's PATH may lack the folders of administrators. */
export function pathOf(kind: BalancerKind): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, kind)).find((path) => existsSync(path));
}

/**
 * Starts a real balancer that has been told no more than where the replicas are: what holds behind it holds behind the
 * samples of docs/hosts.md, too, which are tried as they stand by `npm run rehearse -- host`.
 */
export async function realBalancer(plan: BalancerPlan): Promise<() => Promise<void>> {
  const folder = temporaryFolder('latchkey-balancer-');
  const file = join(folder.path, plan.kind);
  writeFileSync(file, plan.kind === 'haproxy' ? haproxy(plan) : nginx(plan, folder.path));
  const args = plan.kind === 'haproxy' ? ['-db', '-f', file] : ['-p', folder.path, '-e', 'stderr', '-c', file];
  const child = spawn(pathOf(plan.kind)!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const killNow = (): boolean => child.kill('SIGKILL');
  process.once('exit', killNow);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const ended = once(child, 'exit');
  while (!(await listens(plan.port))) {
    if (child.exitCode !== null) throw new Error(`${plan.kind} ended: ${said}`);
    await sleep(20);
  }
  return async () => {
    child.kill('SIGTERM');
    await ended;
    process.off('exit', killNow);
    folder.remove();
  };
}

// The timeouts are those of Debian's own file, and so is the rest: gone after three checks that fail, back after two that do not.
function haproxy({ port, targets, every }: BalancerPlan): string {
  const check = every === undefined ? 'check' : `check inter ${every * 1000}ms`;
  return `
defaults
  mode http
  option forwardfor
  timeout connect 5s
  timeout client 50s
  timeout server 50s
listen service
  bind 127.0.0.1:${port}
  option httpchk GET /health/ready
  ${targets.map((target, index) => `server replica${index} 127.0.0.1:${target} ${check}`).join('\n  ')}
`;
}

// What a distribution's own nginx.conf says around it comes first.
function nginx({ port, targets, every }: BalancerPlan, folder: string): string {
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  // nginx counts in whole seconds.
  const shuns = every === undefined ? '' : ` fail_timeout=${Math.max(1, every)}s`;
  return `
daemon off; worker_processes 1; pid ${folder}/pid; ${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 4096; }
http {
  access_log off; ${places.join(' ')}
  upstream service { ${targets.map((target) => `server 127.0.0.1:${target}${shuns};`).join(' ')} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://service;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** Whether a program runs at all: an installation may be broken. */
export function isUsable(kind: BalancerKind): boolean {
  const path = pathOf(kind);
  return path !== undefined && spawnSync(path, ['-v']).status === 0;
}
