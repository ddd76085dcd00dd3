import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
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
const PACKAGE = join(ROOT, 'packages/service');
const MODULES = [join(PACKAGE, 'node_modules'), join(ROOT, 'node_modules')];
/** What is installed by those alone who want traces. */
const TRACING = '@opentelemetry/';
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

describe('the packed package, installed where nothing else of the repository is', () => {
  let folder: string;
  let tarball: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-service-'));
    const target = join(folder, 'node_modules/@latchkey/service');
    mkdirSync(target, { recursive: true });
    const packed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], PACKAGE).trim();
    tarball = join(folder, packed);
    run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], folder);
    for (const modules of MODULES) link(modules, (name) => !name.startsWith(TRACING));
    for (const [path, code] of filesOfReadme()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // What a registry would bring: everything but the workspaces that it does not depend on.
  function link(modules: string, isWanted: (name: string) => boolean): void {
    for (const name of globSync(['[!@]*', '@*/*'], { cwd: modules })) {
      const at = join(folder, 'node_modules', name);
      const isForeign = name.startsWith('@latchkey/') && name !== '@latchkey/verifier';
      if (isForeign || !isWanted(name) || existsSync(at)) continue;
      mkdirSync(dirname(at), { recursive: true });
      symlinkSync(join(modules, name), at);
    }
  }

  test('is found by every resolver that loads ES modules', () => {
    run(process.execPath, [join(ROOT, 'node_modules/publint/src/cli.js'), tarball, '--strict'], folder);
    const attw = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    run(process.execPath, [attw, tarball, '--profile', 'esm-only'], folder);
  });

  test('says what to install where traces are asked for and OpenTelemetry is not there', () => {
    const args = ['--import', '@latchkey/service/tracing', '-e', '0'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect(stderr).toMatch(
      /^tracing cannot start: @opentelemetry\/[\w-]+ is not installed.* npm install @opentelemetry\//,
    );
    expect(status).toBe(1);
  });

  test("holds all that the README's service needs: it compiles, starts, responds and stops, traced", async () => {
    const decorators = { experimentalDecorators: true, emitDecoratorMetadata: true };
    const output = { module: 'nodenext', target: 'es2024', rootDir: 'src', outDir: 'dist' };
    const compilerOptions = { strict: true, skipLibCheck: true, types: ['node'], ...decorators, ...output };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    run(process.execPath, [TSC, '-p', folder], folder);

    const env = {
      PATH: process.env.PATH,
      PORT: '0',
      PUBLIC_URL: 'http://pension.localhost:3003',
      DATABASE_URL: process.env.TEST_DATABASE_URL,
    };
    for (const modules of MODULES) link(modules, (name) => name.startsWith(TRACING));
    const args = ['--import', '@latchkey/service/tracing', 'dist/main.js'];
    const child = spawn(process.execPath, args, { cwd: folder, env });
    const closed = once(child, 'close');
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
    while (!/"url":"/.test(log)) await Promise.race([once(child.stdout, 'data'), closed.then(() => fail(log))]);
    const rates = await fetch(`${/"url":"([^"]+)"/.exec(log)![1]}/api/rates`);
    expect(await rates.json()).toEqual({ currency: 'EUR', percent: 2.5 });
    child.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
  });
});

function fail(log: string): never {
  throw new Error(`it did not come up: ${log}`);
}

/** The code blocks that name their file. */
function filesOfReadme(): [path: string, code: string][] {
  const text = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  return Array.from(text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms), ([, path, code]) => [path!, code!]);
}

/** What the command prints; throws with it where the command fails. */
function run(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}
