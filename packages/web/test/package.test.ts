import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');
const PACKAGE = join(ROOT, 'packages/web');

describe('the packed package, installed where nothing else of the repository is', () => {
  let folder: string;
  let tarball: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-web-'));
    mkdirSync(join(folder, 'node_modules/@latchkey'), { recursive: true });
    install();
    // The one other package of ours that a site needs, for its types alone.
    symlinkSync(join(ROOT, 'packages/verifier'), join(folder, 'node_modules/@latchkey/verifier'));
    link(join(ROOT, 'node_modules'));
    link(join(PACKAGE, 'node_modules'));
    for (const [path, code] of filesOfReadme()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function install(): void {
    const target = join(folder, 'node_modules/@latchkey/web');
    mkdirSync(target);
    const packed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], PACKAGE);
    tarball = join(folder, packed.trim());
    run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], folder);
  }

  // What a registry would bring: everything but the workspaces.
  function link(modules: string): void {
    for (const name of globSync(['[!@]*', '@*/*'], { cwd: modules })) {
      const at = join(folder, 'node_modules', name);
      if (name.startsWith('@latchkey/') || existsSync(at)) continue;
      mkdirSync(dirname(at), { recursive: true });
      symlinkSync(join(modules, name), at);
    }
  }

  function runModule(path: string, args: string[]): void {
    run(process.execPath, [join(ROOT, 'node_modules', path), ...args], folder);
  }

  test('is found by every resolver that loads ES modules', () => {
    runModule('publint/src/cli.js', [tarball, '--strict']);
    runModule('@arethetypeswrong/cli/dist/index.js', [tarball, '--config-path', join(PACKAGE, '.attw.json')]);
  });

  test("holds the README's site, which builds", () => {
    runModule('vite/bin/vite.js', ['build', 'web']);
    const html = readFileSync(join(folder, 'web/dist/index.html'), 'utf8');
    expect(html).toContain('aria-label="Latchkey Pension, start page"');
    expect(JSON.parse(readFileSync(join(folder, 'web/dist/pages.json'), 'utf8'))).toEqual(['/']);
    const [styles] = globSync('web/dist/assets/*.css', { cwd: folder });
    // A class that only the package's own components use.
    expect(readFileSync(join(folder, styles!), 'utf8')).toContain('max-w-5xl');
  });

  test("has types that the README's site passes", () => {
    const options = { strict: true, noEmit: true, skipLibCheck: true, jsx: 'react-jsx', types: [] };
    const compilerOptions = { ...options, module: 'esnext', moduleResolution: 'bundler', target: 'es2024' };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['web'] }));
    runModule('typescript/bin/tsc', ['-p', folder]);
  });
});

/** The code blocks that name their file. */
function filesOfReadme(): [path: string, code: string][] {
  const text = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  const blocks = text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms);
  return Array.from(blocks, ([, path, code]) => [path!, code!]);
}

/** What the command prints; throws with it where the command fails. */
function run(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')}
${stdout}${stderr}`);
  return stdout;
}
