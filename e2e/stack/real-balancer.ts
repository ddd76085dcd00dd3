import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { sleep } from './clock.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { projectRoot } from './paths.ts';

export type BalancerKind = 'haproxy' | 'nginx';

export interface BalancerPlan {
  readonly kind: BalancerKind;
  readonly port: number;
  /** Two replicas. */
  readonly targets: readonly number[];
  /** How often readiness is asked, in seconds; for nginx, which does not ask, how long it shuns a replica that failed. */
  readonly every: number;
}

const samples: Record<BalancerKind, string> = { haproxy: 'haproxy.cfg', nginx: 'nginx.conf' };

/** Where a program is, if this machine has it; a user's PATH may lack the folders of administrators. */
export function pathOf(kind: BalancerKind): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, kind)).find((path) => existsSync(path));
}

/** Starts a real balancer with the sample that docs/deploy.md shows, at other ports. */
export async function realBalancer(plan: BalancerPlan): Promise<() => Promise<void>> {
  const folder = temporaryFolder('latchkey-balancer-');
  const file = join(folder.path, samples[plan.kind]);
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

function sampleOf({ kind, port, targets }: BalancerPlan): string {
  const [one, two] = targets;
  return readFileSync(join(projectRoot, 'deploy/balancers', samples[kind]), 'utf8')
    .replaceAll(':8082', `:${port}`)
    .replaceAll(':3012', `:${one}`)
    .replaceAll(':3022', `:${two}`);
}

function haproxy(plan: BalancerPlan): string {
  const fast = `${Math.min(1, plan.every) * 1000}ms`;
  return sampleOf(plan).replace(
    'inter 5s fastinter 1s downinter 1s',
    `inter ${plan.every * 1000}ms fastinter ${fast} downinter ${fast}`,
  );
}

// What a distribution's own nginx.conf says around it.
function nginx(plan: BalancerPlan, folder: string): string {
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const global = `daemon off; worker_processes 1; pid ${folder}/pid; ${user}\n`;
  return (
    global +
    sampleOf(plan)
      .replace('http {', `http { access_log off; ${places.join(' ')}`)
      .replaceAll('fail_timeout=5s', `fail_timeout=${Math.max(1, plan.every)}s`)
  );
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
