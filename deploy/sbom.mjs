// node deploy/sbom.mjs bank [IMAGE] > bank.cdx.json: what a service's image holds, as CycloneDX. npm writes it from the lockfile, of
// which only what runs is left first: npm's own --omit=dev also leaves out what one workspace runs and another one tests with.
// Where the image is named, it is asked for what came with its base: Node and Debian's packages.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmCommand } from '../scripts/install-and-build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [service = 'bank', image] = process.argv.slice(2);
const app = `apps/${service}`;
const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const temporary = mkdtempSync(join(tmpdir(), 'latchkey-sbom-'));
// npm names the whole after its folder.
const folder = join(temporary, `latchkey-${basename(app)}`);
try {
  const document = sbom();
  const base = image === undefined ? [] : ofBase(image);
  process.stdout.write(
    base.length === 0 ? document : JSON.stringify(withComponents(JSON.parse(document), base), null, 2),
  );
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function sbom() {
  const workspaces = needed(app);
  const { packages } = lockfile;
  for (const path of workspaces) {
    write(join(path, 'package.json'), runsOnly(read(join(path, 'package.json'))));
    packages[path] = runsOnly(packages[path]);
  }
  const { name, version } = read('package.json');
  // Not what the app depends on: at the root there may be another version of it.
  const whole = {
    name: `${name}-${basename(app)}`,
    version,
    workspaces,
    dependencies: { [packages[app].name]: version },
  };
  write('package.json', whole);
  packages[''] = whole;
  write('package-lock.json', lockfile);
  cpSync(join(root, '.npmrc'), join(folder, '.npmrc'));
  npm('install', '--package-lock-only', '--ignore-scripts', '--offline', '--no-audit', '--no-fund', '--loglevel=error');
  return npm('sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application');
}

function withComponents(document, more) {
  return { ...document, components: [...document.components, ...more] };
}

function ofBase(name) {
  const ask = (entrypoint, ...args) =>
    execFileSync('docker', ['run', '--rm', '--network=none', `--entrypoint=${entrypoint}`, name, ...args], {
      encoding: 'utf8',
    }).trim();
  const node = ask('node', '-p', 'process.versions.node');
  const packages = ask('dpkg-query', '-W', '-f', '${Package} ${Version} ${Architecture}\n').split('\n');
  const debian = packages.map((line) => line.split(' '));
  return [
    component('node', node, `pkg:generic/node@${node}`),
    ...debian.map(([own, version, architecture]) => {
      const purl = `pkg:deb/debian/${encodeURIComponent(own)}@${encodeURIComponent(version)}?arch=${architecture}`;
      return component(own, version, purl);
    }),
  ];
}

function component(name, version, purl) {
  return { 'bom-ref': purl, type: 'library', name, version, purl };
}

// Without what builds and tests it.
function runsOnly(manifest) {
  return { ...manifest, devDependencies: {}, optionalDependencies: {} };
}

// The app itself and the workspaces that it runs with.
function needed(path, found = new Set()) {
  if (found.has(path)) return [];
  found.add(path);
  const names = Object.keys(lockfile.packages[path].dependencies ?? {}).filter((name) => name.startsWith('@latchkey/'));
  for (const name of names) needed(`packages/${name.slice('@latchkey/'.length)}`, found);
  return [...found];
}

function npm(...args) {
  const [file, all] = npmCommand(args);
  return execFileSync(file, all, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
}

function read(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

function write(path, value) {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(value));
}
