// Replays the Dockerfile without a container engine: node deploy/replay-dockerfile.mjs [SERVICE...] (default: all)
// Each stage is an empty folder; each instruction is carried out there with only the files that were copied. Then the result
// is started. What it cannot show: the base image itself, and the isolation of a container.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../packages/postgres/dist/index.js';
import { listServices } from '../scripts/workspace.mjs';
import { replay } from './replay/stages.mjs';
import { environmentOf } from './replay/environment.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const apps = process.argv.length > 2 ? process.argv.slice(2) : listServices().map(({ id }) => id);
const firstPort = Number(process.env.REPLAY_PORT ?? 14290);
/** What no program of another service than the bank may hold: what signs, and what hashes passwords. */
const OF_THE_BANK = /jsonwebtoken\/sign\.js|@nestjs\/jwt|bcryptjs|apps\/bank\//;

const temporary = mkdtempSync(join(tmpdir(), 'latchkey-replay-'));
execFileSync('chmod', ['755', temporary]);
const database = await startEmbeddedPostgres({ dataDir: join(temporary, 'pg'), port: firstPort, databases: apps });
const started = new Set();
let failed = false;
let token;
try {
  for (const [index, app] of apps.entries()) await check(app, firstPort + 1 + index);
} catch (error) {
  failed = true;
  console.error(`FAILED: ${error.message}`);
} finally {
  // What failed half way would keep its port, and answer for the next run.
  for (const child of started) child.kill('SIGKILL');
  await database.stop();
  rmSync(temporary, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function check(app, port) {
  console.log(`\n${app}`);
  const image = replay(`${root}deploy/Dockerfile`, root, join(temporary, app), { SERVICE: app, PORT: `${port}` });
  const inside = readdirSync(image.workdir, { recursive: true }).map(String);
  demand(!inside.some((path) => path.includes('node_modules')), 'no node_modules inside');
  demand(
    inside.every((path) => /^(package\.json|dist|web)(\/|$)/.test(path)),
    'nothing inside but programs and site',
  );
  const sources = inside.filter((path) => /^dist\/[^/]+\.map$/.test(path)).flatMap((path) => sourcesOf(image, path));
  demand(sources.length > 500, 'source maps tell what the programs are made of');
  const ofTheBank = app === 'bank' ? [] : sources.filter((source) => OF_THE_BANK.test(source));
  demand(
    ofTheBank.length === 0,
    `nothing of the bank inside${ofTheBank.length ? `, but ${ofTheBank.join(', ')}` : ''}`,
  );
  demand(
    inside.some((path) => path.startsWith('dist/compiled/')),
    'what V8 made of the programs is inside',
  );
  demand(image.user === 'node' && image.entrypoint[0] === 'node', 'runs as node, and no shell is between');

  const env = environmentOf(app, port, database.url(app), temporary);
  demand((await run(image, ['dist/main.js', '--help'], {})).code === 0, '--help answers without configuration');
  if (app === 'bank') {
    for (const name of ['keys', 'users', 'contract'])
      demand((await run(image, [`dist/${name}.js`, '--help'], {})).code === 0, `the ${name} command is inside`);
  }
  const bare = await run(image, image.command, { PORT: `${port}` });
  demand(
    bare.code === 78 && /DATABASE_URL/.test(bare.output),
    'without configuration: every error with its fix, exit 78',
  );
  const migrated = await run(image, ['dist/migrate.js'], { ...env, MIGRATE_DATABASE_URL: database.ownerUrl(app) });
  demand(migrated.code === 0, `migrates its database${migrated.code ? `: ${migrated.output}` : ''}`);

  const service = start(image, image.command, { ...env, ...image.env, HOST: '127.0.0.1', PORT: `${port}` });
  const url = `http://127.0.0.1:${port}`;
  const begin = performance.now();
  while ((await statusOf(`${url}/health/live`)) !== 200) {
    if (service.child.exitCode !== null || performance.now() - begin > 20_000)
      throw new Error(`no start: ${service.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  console.log(`  ok  /health/live answers after ${Math.round(performance.now() - begin)} ms`);
  demand((await statusOf(`${url}/health/ready`)) === 200, '/health/ready answers 200');
  demand((await statusOf(`${url}/api/me`)) === 401, '/api/me asks for a token');
  const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
  const isServed = /<meta name="latchkey:service"/.test(page);
  const hasSite = existsSync(`${root}apps/${app}/web`);
  demand(isServed === hasSite, hasSite ? 'the site is served' : 'there is no site, and none is served');
  for (const path of ['', '/openapi.json', '/style.css'])
    demand((await statusOf(`${url}/reference${path}`)) === 200, `/reference${path} is served`);
  demand(
    (await run(image, image.healthcheck.slice(1), { PORT: `${port}` })).code === 0,
    "the image's own health check passes",
  );
  if (app === 'bank') token = await login(url);
  else if (token)
    demand((await statusOf(`${url}/api/me`, { authorization: `Bearer ${token}` })) === 200, "knows the bank's token");
  service.child.kill(image.stopSignal);
  demand((await service.ended) === 0, `${image.stopSignal} ends it with 0`);
  demand(
    (await run(image, image.healthcheck.slice(1), { PORT: `${port}` })).code === 1,
    'the health check fails once it is gone',
  );
}

function sourcesOf(image, path) {
  return JSON.parse(readFileSync(join(image.workdir, path), 'utf8')).sources;
}

function demand(holds, what) {
  if (!holds) throw new Error(what);
  console.log(`  ok  ${what}`);
}

async function login(url) {
  const post = (path, body) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const who = { username: 'replay', password: 'a-password-nobody-uses-4711' };
  demand((await post('/api/register', who)).status === 201, 'registers a person');
  const answer = await (await post('/api/login', who)).json();
  demand(typeof answer.access_token === 'string', 'logs them in');
  return answer.access_token;
}

async function statusOf(url, headers = {}) {
  return fetch(url, { headers }).then(
    (answer) => answer.status,
    () => 0,
  );
}

async function run(image, args, env) {
  const started = start(image, args, env);
  const timer = setTimeout(() => started.child.kill('SIGKILL'), 20_000);
  const code = await started.ended;
  clearTimeout(timer);
  return { code, output: started.output() };
}

// As the image's user where that is possible: root can become uid 1000, which owns none of the files.
function start(image, args, env) {
  const identity = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};
  const child = spawn(image.node, args, { cwd: image.workdir, env: { NODE_ENV: 'production', ...env }, ...identity });
  started.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
  return { child, ended, output: () => output };
}
