// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { spawn } from 'child_process';
import { createHash } from 'crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { connect } from 'net';
import { homedir } from 'os';
import { basename, join } from 'path';
import { explainWrite, readRecord, whileLocked } from './file-lock.mjs';
import { ExplainedError, log } from './log.mjs';
import { endsWithUs, stillRuns } from './processes.mjs';
import { root, setupLock } from './workspace.mjs';

/** Runs `npm ci` if node_modules is not what the lockfile says. */
export async function installIfNeeded(root) {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lockfile).update(`${process.platform}-${process.arch}`).digest('hex');
  const stamp = join(root, 'node_modules', '.latchkey-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!matches(JSON.parse(lockfile), join(root, 'node_modules', '.package-lock.json'))) {
    refuseWhileRunning(root);
    log('  installing packages (npm ci), once');
    await npmCi(root);
  }
  try {
    writeFileSync(stamp, hash);
  } catch (error) {
    throw explainWrite(error, stamp);
  }
}

// Somebody ran npm by hand: npm's own record of what it installed tells whether that was the same.
function matches(lockfile, recordPath) {
  const installed = readRecord(recordPath);
  if (!installed) return false;
  return Object.entries(lockfile.packages).every(([path, wanted]) => {
    if (!path.includes('node_modules/') || wanted.link) return true;
    const found = installed.packages[path];
    return found ? found.version === wanted.version && found.integrity === wanted.integrity : wanted.optional === true;
  });
}

// npm ci removes node_modules, from which a running stack still loads.
function refuseWhileRunning(root) {
  const stack = readRecord(join(root, '.data', 'run.json'));
  if (stack && stillRuns(stack)) {
    throw new ExplainedError(
      `The packages have changed, but the services run (pid ${stack.pid}). Stop them first (ctrl-C there).`,
    );
  }
}

async function npmCi(root) {
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  ];
  const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
  // Offline, npm would try again for minutes; what an earlier install left in its cache may do.
  const offline = (await canReachRegistry()) ? [] : ['--offline'];
  const [file, all] = npmCommand([...args, ...patience, ...offline]);
  const stdio = ['ignore', 'inherit', 'pipe'];
  const child = endsWithUs(spawn(file, all, { cwd: root, env: npmEnvironment(root), stdio }));
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
    process.stderr.write(chunk);
  });
  const code = await new Promise((resolve, reject) => {
    child.on('error', () =>
      reject(new ExplainedError('npm was not found. Run this through npm: npm start, npm test.')),
    );
    child.on('close', resolve);
  });
  if (code !== 0) throw new ExplainedError(explainInstall(said, root));
}

// An install needs a cache; without a writable home it goes into the clone.
export function npmEnvironment(root) {
  const cache = process.env.npm_config_cache || join(homedir(), '.npm');
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    return process.env;
  } catch {
    return Object.assign({}, process.env, { npm_config_cache: join(root, '.data', 'npm-cache') });
  }
}

function explainInstall(said, root) {
  if (/ENOSPC/.test(said)) return 'The packages were not installed: the disk is full.';
  if (/EACCES|EROFS|EPERM/.test(said)) return `The packages were not installed: this user may not write ${root}.`;
  if (
    /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|network/i.test(
      said,
    )
  ) {
    return 'The packages were not installed: npm cannot reach its registry. Check the network (or npm config get registry, proxy) and try again.';
  }
  return 'The packages were not installed; npm says why above.';
}

/** How to run the npm that runs us; it may be another one than the first on the PATH. */
export function npmCommand(args) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm && basename(npm) === 'npm-cli.js') return [node || process.execPath, [npm, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

/** Whether anything answers where npm would ask; true without looking if a proxy stands in between. */
export function canReachRegistry() {
  const { env } = process;
  const proxy = [
    'npm_config_proxy',
    'npm_config_https_proxy',
    'HTTPS_PROXY',
    'https_proxy',
    'HTTP_PROXY',
    'http_proxy',
  ];
  if (proxy.some((name) => env[name])) return Promise.resolve(true);
  const { hostname, port, protocol } = new URL(env.npm_config_registry || 'https://registry.npmjs.org/');
  return new Promise((resolve) => {
    const socket = connect(Number(port) || (protocol === 'http:' ? 80 : 443), hostname);
    const end = (reached) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(8000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => end(true));
  });
}

/** npm run build: all workspaces and sites; what has not changed comes from turbo's cache. */
export const build = () => runTasks(['build', 'build:web'], []);

/** Builds services and sites, and what they need. */
export const buildServices = () => runTasks(['build', 'build:web'], ['./apps/*']);

/** Builds one service with its site, and what they need. */
export const buildService = (name) => runTasks(['build', 'build:web'], [name]);

/** Builds one workspace without its site, and what it needs. */
export const buildWorkspace = (name) => runTasks(['build'], [name]);

async function runTasks(tasks, only) {
  await whileLocked(setupLock, async () => {
    const filters = only.map((one) => `--filter=${one}`);
    const quiet = ['--output-logs=errors-only', '--ui=stream', '--no-update-notifier'];
    const { code, output } = await turbo(['run', ...tasks, ...filters, ...quiet]);
    if (code !== 0) throw new ExplainedError(`The build failed:\n${output}`);
  });
}

function turbo(args) {
  const program = join(root, 'node_modules/turbo/bin/turbo');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    // No colours or questions, whoever asks; and nothing is written outside the clone.
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endsWithUs(child);
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}
