import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { command, removeFolder } from '../../command.mjs';
import { root } from '../../workspace.mjs';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)) && !/^docs\/(qa|screens)\//.test(path));

/** The whole workspace once more. Packages are the installed ones, and what turbo has built comes from its cache. */
export class Clone {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-clone-'));
  /** Ports by the variable that names them. */
  ports = {};
  #stack;

  constructor() {
    for (const path of tracked) {
      mkdirSync(dirname(this.path(path)), { recursive: true });
      cpSync(join(root, path), this.path(path));
    }
    this.#linkPackages();
  }

  path(name) {
    return join(this.folder, name);
  }

  read(name) {
    return readFileSync(this.path(name), 'utf8');
  }

  /** What every file of the workspace holds, by a digest. */
  digests() {
    const digest = (path) =>
      createHash('sha256')
        .update(readFileSync(this.path(path)))
        .digest('hex');
    return Object.fromEntries(tracked.map((path) => [path, existsSync(this.path(path)) ? digest(path) : 'gone']));
  }

  get environment() {
    const ports = Object.fromEntries(Object.entries(this.ports).map(([name, port]) => [name, String(port)]));
    return {
      TURBO_CACHE_DIR: join(root, '.turbo/cache'),
      npm_config_cache: undefined,
      // npm test has a server at hand; alone, jest starts its own.
      TEST_DATABASE_URL: process.env.SHARED_DATABASE_URL,
      LATCHKEY_DATA_DIR: this.path('.data'),
      ...ports,
    };
  }

  /** Runs a program of the clone to its end. */
  node(...args) {
    return command(process.execPath, args, { cwd: this.folder, quiet: true, env: this.environment });
  }

  /** Starts one, and resolves once it has said the words. */
  async begin(words, ...args) {
    const env = { ...process.env, ...this.environment };
    const child = spawn(process.execPath, args, { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'close');
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    while (!output.includes(words)) {
      assert.equal(child.exitCode, null, output);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { child, ended, output };
  }

  /** npm start, ready; resolves to what it said. */
  async start() {
    this.#stack = await this.begin('Latchkey is running', 'scripts/start.mjs');
    return this.#stack.output;
  }

  async remove() {
    this.#stack?.child.kill('SIGTERM');
    await this.#stack?.ended;
    removeFolder(this.folder);
  }

  /** The packages that are installed; those of ours are the clone's own. */
  #linkPackages() {
    const link = (path) => symlinkSync(join(root, path), this.path(path));
    for (const path of globSync('{apps/*,packages/*,examples/*,e2e,bench}/node_modules', { cwd: root })) link(path);
    mkdirSync(this.path('node_modules/@latchkey'), { recursive: true });
    for (const name of readdirSync(join(root, 'node_modules')).filter((one) => one !== '@latchkey')) {
      if (/^\.(latchkey-lock|package-lock)/.test(name))
        cpSync(join(root, 'node_modules', name), this.path(join('node_modules', name)));
      else link(join('node_modules', name));
    }
    const own = [...readdirSync(this.path('packages')).map((name) => [name, `packages/${name}`]), ['e2e', 'e2e']];
    for (const [name, path] of own) symlinkSync(this.path(path), this.path(`node_modules/@latchkey/${name}`));
  }
}
