import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder } from '../../scripts/command.mjs';
import { buildWorkspace } from '../../scripts/install-and-build.mjs';
import { log } from '../../scripts/log.mjs';
import { isInterrupted, onInterruption } from '../../scripts/processes.mjs';
import { listServices, root } from '../../scripts/workspace.mjs';
import { pack } from '../pack.mjs';

const help = `npm run rehearse -- host [nginx] [haproxy]: carries out docs/hosts.md and docs/hosts-running.md as they stand, in about six minutes.

Needs root, Linux and the packages that the page installs. It runs in namespaces of its own, with a root that forgets what is written, a loopback of its own and a
real systemd as number 1, so nothing of this machine is changed. Restarts, an upgrade and its rollback run under load, behind each balancer.`;

/** Programs, and the package of Debian that brings them. */
const needed = {
  systemctl: 'systemd',
  'systemd-sysusers': 'systemd',
  runuser: 'util-linux',
  unshare: 'util-linux',
  openssl: 'openssl',
  curl: 'curl',
  ps: 'procps',
  pg_createcluster: 'postgresql',
};
const balancers = ['nginx', 'haproxy'];

/** Follows docs/hosts.md on a machine inside this one; resolves to the exit code. */
export async function rehearsal(args) {
  if (args.includes('--help')) {
    log(help);
    return 0;
  }
  const missing = missingFor();
  if (missing.length > 0) {
    log(`✗ this machine cannot rehearse a host:\n${missing.map((line) => `  ${line}`).join('\n')}`);
    return 1;
  }
  const asked = balancers.filter((name) => args.length === 0 || args.includes(name));
  const there = asked.filter(isThere);
  for (const name of asked.filter((one) => !there.includes(one)))
    log(`  ${name} is not here and is left out: apt-get install ${name}`);
  if (there.length === 0) {
    log('✗ there is no balancer to try: apt-get install nginx haproxy');
    return 1;
  }
  for (const { id } of listServices()) await buildWorkspace(`@latchkey/${id}`);
  const archives = mkdtempSync(join(root, '.data', 'rehearsal-'));
  try {
    pack(archives);
    const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
    log(
      `  ${spawnSync('systemctl', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0]}, version ${version}, behind ${there.join(' and then ')}`,
    );
    const code = await runMachine(archives, version, there);
    if (isInterrupted()) log('✗ interrupted: the machine is gone');
    else log(code === 0 ? '✓ both pages can be followed' : '✗ the pages cannot be followed as they stand');
    return code === 0 ? 0 : 1;
  } finally {
    removeFolder(archives);
  }
}

function missingFor() {
  if (process.platform !== 'linux') return ['it needs Linux: try it on a virtual machine with Debian 12'];
  const lines = Object.entries(needed)
    .filter(([program]) => !isThere(program))
    .map(([program, name]) => `${program} is not here: apt-get install ${name}`);
  if (process.getuid() !== 0) lines.push('it needs root for namespaces and users: sudo npm run rehearse -- host');
  return lines;
}

function isThere(program) {
  return spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin:/sbin command -v ${program}`]).status === 0;
}

/** Ends with us, also when we are killed. */
async function runMachine(archives, version, names) {
  const here = join(import.meta.dirname, 'host');
  const program = [join(here, 'install.mjs'), archives, version, names.join()];
  const machine = [
    '--mount',
    join(here, 'machine.sh'),
    root.replace(/\/$/, ''),
    process.execPath,
    process.execPath,
    ...program,
  ];
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C.UTF-8' };
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'unshare', ...machine], {
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const forget = onInterruption(() => child.kill('SIGTERM'));
  try {
    return await new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve(code ?? 1)));
  } finally {
    forget();
  }
}
