// node deploy/pack.mjs [--to FOLDER] [SERVICE...]: after npm run build, one archive per service with all that runs it, and one with what
// a host needs next to them: units, users, folders, samples of balancers, SQL. A host needs Node and nothing of npm.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ExplainedError, exitWith, log } from '../scripts/log.mjs';
import { ISSUER, listServices, root } from '../scripts/workspace.mjs';

const isRun = process.argv[1] === import.meta.filename;
const versionIn = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;

/** Writes the archives into a folder; answers their paths. */
export function pack(to, ids = []) {
  const services = listServices();
  const unknown = ids.find((id) => !services.some((service) => service.id === id));
  if (unknown !== undefined) throw new ExplainedError(`There is no service ${unknown}.`);
  mkdirSync(to, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'latchkey-pack-'));
  try {
    const chosen = services.filter(({ id }) => ids.length === 0 || ids.includes(id));
    return [...chosen.map((service) => packService(service, work, to)), packHost(services, work, to)];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Maps of sources are for debuggers, who have the sources; demo users are for nobody. */
const isLeftOut = (path) => path.endsWith('.map') || basename(path) === 'seed.js';

/** What an image of the service holds, too. */
function packService({ id, folder }, work, to) {
  if (!existsSync(join(folder, 'dist/main.js'))) throw new ExplainedError(`${id} is not built: npm run build`);
  const name = `latchkey-${id}-${versionIn(folder)}`;
  for (const part of ['package.json', 'dist', 'web/dist']) {
    const from = join(folder, part);
    if (existsSync(from)) cpSync(from, join(work, name, part), { recursive: true, filter: (path) => !isLeftOut(path) });
  }
  return archive(work, name, to);
}

function packHost(services, work, to) {
  const name = `latchkey-host-${versionIn(root)}`;
  const into = join(work, name);
  const parts = [
    'deploy/balancers',
    'deploy/database',
    'deploy/keys.mjs',
    'deploy/service-key.mjs',
    'docs/hosts.md',
    'docs/hosts-running.md',
  ];
  for (const part of parts) {
    const from = join(root, part);
    if (existsSync(from)) cpSync(from, join(into, basename(part)), { recursive: true });
  }
  writeSystemd(join(into, 'systemd'), services);
  writeFileSync(join(into, 'package.json'), '{ "type": "module" }\n');
  return archive(work, name, to);
}

/** Writes the units and lists of deploy/systemd, in which SERVICE is every service, and VERIFIER every one but the bank. */
function writeSystemd(into, services) {
  const from = join(root, 'deploy/systemd');
  const ids = services.map(({ id }) => id);
  mkdirSync(into, { recursive: true });
  for (const file of readdirSync(from)) {
    const text = readFileSync(join(from, file), 'utf8');
    if (file.includes('SERVICE')) {
      for (const id of ids) writeFileSync(join(into, file.replace('SERVICE', id)), text.replaceAll('SERVICE', id));
    } else if (file.endsWith('.conf')) {
      writeFileSync(
        join(into, file),
        text
          .split('\n')
          .flatMap((line) => repeated(line, ids))
          .join('\n'),
      );
    } else {
      cpSync(join(from, file), join(into, file));
    }
  }
}

function repeated(line, ids) {
  if (line.startsWith('#')) return [line];
  if (line.includes('VERIFIER')) return ids.filter((id) => id !== ISSUER).map((id) => line.replaceAll('VERIFIER', id));
  return line.includes('SERVICE') ? ids.map((id) => line.replaceAll('SERVICE', id)) : [line];
}

// The same files make the same archive, whoever packs it.
function archive(work, name, to) {
  const path = join(to, `${name}.tar.gz`);
  const plain = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX', '--mtime=@0'];
  const gzip = ['--use-compress-program=gzip -n'];
  execFileSync('tar', [...plain, ...gzip, '-C', work, '-cf', path, name], { stdio: 'inherit' });
  return path;
}

if (isRun) {
  try {
    const { values, positionals } = parseArgs({
      options: { to: { type: 'string', default: '.' } },
      allowPositionals: true,
    });
    for (const path of pack(resolve(values.to), positionals)) log(`${basename(path)}`);
  } catch (error) {
    exitWith(error);
  }
}
