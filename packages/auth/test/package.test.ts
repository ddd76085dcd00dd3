import { execFileSync } from 'node:child_process';
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
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../../..');
const PACKAGE = join(ROOT, 'packages/auth');
/** What it depends on. */
const OURS = ['@latchkey/service', '@latchkey/verifier'];

describe('the packed package', () => {
  let folder: string;
  let tarball: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-auth-'));
    const packed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], PACKAGE);
    tarball = join(folder, packed.trim());
    const target = join(folder, 'node_modules/@latchkey/auth');
    mkdirSync(target, { recursive: true });
    run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], folder);
    link(join(PACKAGE, 'node_modules'));
    link(join(ROOT, 'node_modules'));
    const [, path, code] = /```ts (\S+)\n([\s\S]*?)```/.exec(readFileSync(join(target, 'README.md'), 'utf8'))!;
    mkdirSync(dirname(join(folder, path!)), { recursive: true });
    writeFileSync(join(folder, path!), code!);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function link(modules: string): void {
    for (const name of globSync(['[!@]*', '@*/*'], { cwd: modules })) {
      const at = join(folder, 'node_modules', name);
      if ((name.startsWith('@latchkey/') && !OURS.includes(name)) || existsSync(at)) continue;
      mkdirSync(dirname(at), { recursive: true });
      symlinkSync(join(modules, name), at);
    }
  }

  function run(command: string, args: string[], cwd: string): string {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  const tool = (path: string, args: string[]): string =>
    run(process.execPath, [join(ROOT, 'node_modules', path), ...args], folder);

  test("holds all that the README's service needs: it compiles, and is a service definition", () => {
    const decorators = { experimentalDecorators: true, emitDecoratorMetadata: true };
    const output = { module: 'nodenext', target: 'es2024', rootDir: 'src', outDir: 'dist' };
    const compilerOptions = { strict: true, skipLibCheck: true, types: ['node'], ...decorators, ...output };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    tool('typescript/bin/tsc', ['-p', folder]);
    const print =
      "import 'reflect-metadata'; const { pension } = await import('./dist/pension.js'); console.log(pension.entities.length, pension.migrations.length);";
    expect(run(process.execPath, ['--input-type=module', '-e', print], folder)).toBe('8 7\n');
  });

  test('is found by every resolver that loads ES modules', () => {
    tool('publint/src/cli.js', [tarball, '--strict']);
    tool('@arethetypeswrong/cli/dist/index.js', [tarball, '--profile', 'esm-only']);
  });
});
