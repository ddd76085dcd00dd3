import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '@latchkey/testing';
import { hs256, HEADER, TEST_ISSUER, TEST_SECRET, token } from '@latchkey/testing/tokens';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(PACKAGE, '../..');
const run = (command: string, args: string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, unknown>;
  exports: Record<string, { types: string }>;
}

describe('the packed package, installed in an empty folder', () => {
  let folder: string;
  let tarball: string;
  let server: ChildProcess;
  let url: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-verifier-'));
    const packed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], PACKAGE);
    tarball = join(folder, packed.trim());
    const target = join(folder, 'node_modules/@latchkey/verifier');
    mkdirSync(target, { recursive: true });
    run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], folder);
    const [code] = /(?<=```js\n)[\s\S]*?(?=```)/.exec(readFileSync(join(target, 'README.md'), 'utf8'))!;
    writeFileSync(join(folder, 'server.mjs'), code);
    await startServer();
  });
  afterAll(() => {
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function startServer(): Promise<void> {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = {
      PATH: process.env['PATH'],
      PORT: `${port}`,
      SSO_ISSUER: TEST_ISSUER,
      PUBLIC_URL: `http://pension.demo.localhost:${port}`,
      JWT_SECRET: TEST_SECRET,
    };
    server = spawn(process.execPath, ['server.mjs'], { cwd: folder, env, stdio: 'inherit' });
    const ended = once(server, 'exit').then(() => Promise.reject(new Error('the server of the README ended')));
    await Promise.race([ended, answering()]);
  }

  async function answering(): Promise<void> {
    while (!(await fetch(url).catch(() => undefined))) await sleep(20);
  }

  async function ask(headers: Record<string, string>): Promise<string> {
    const answer = await fetch(url, { headers });
    const text = await answer.text();
    return `${answer.status} ${answer.ok ? text : JSON.parse(text).code}`;
  }

  test('needs no other package, and weighs at most 1.5 MB', () => {
    const target = join(folder, 'node_modules/@latchkey/verifier');
    const { dependencies = {}, peerDependencies, peerDependenciesMeta } = manifest();
    expect(dependencies).toEqual({});
    for (const name of Object.keys(peerDependencies)) expect(peerDependenciesMeta[name]).toEqual({ optional: true });
    const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
    expect(bytes).toBeLessThanOrEqual(1_500_000);
  });

  // Where zod is, an import of it would be found, and its types too.
  test('imports zod nowhere, but in types of the schemas', () => {
    const dist = join(folder, 'node_modules/@latchkey/verifier/dist');
    const importing = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.(js|d\.ts)$/.test(name) && /(from|import\() ?["']zod/.test(readFileSync(join(dist, name), 'utf8')),
    );
    expect(importing.filter((name) => name.endsWith('.js'))).toEqual([]);
    const { './contract': _schemas, ...others } = manifest().exports;
    const types = Object.values(others).flatMap((entry) => [...filesOf(join(dist, '..', entry.types))]);
    expect(importing.filter((name) => types.includes(join(dist, name)))).toEqual([]);
  });

  const manifest = (): Manifest =>
    JSON.parse(readFileSync(join(folder, 'node_modules/@latchkey/verifier/package.json'), 'utf8'));

  // A file of types, and those that it leads to.
  function filesOf(file: string, found = new Set<string>()): Set<string> {
    if (found.has(file)) return found;
    found.add(file);
    const named = readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?["'](\.[^"']+)\.js["']/g);
    for (const [, path] of named) filesOf(join(file, '..', `${path}.d.ts`), found);
    return found;
  }

  test("verifies a token, by the README's own lines", async () => {
    const text = token({ aud: ['pension'], preferred_username: 'ada' });
    expect(await ask({ authorization: `Bearer ${text}` })).toBe('200 Hello ada');
  });

  test('refuses what is none, and says how to ask', async () => {
    expect(await ask({})).toBe('401 token_missing');
    const forged = token({ aud: ['pension'] }, HEADER, hs256('another'));
    expect(await ask({ authorization: `Bearer ${forged}` })).toBe('401 token_invalid');
    const { headers } = await fetch(url, { headers: { authorization: `Bearer ${forged}` } });
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  // As an ES module node:http brings it, for WebSocket: 35 ms.
  test("loads none of Node's fetch at its import", () => {
    const { './contract': _schemas, './store-suite': _suite, ...entries } = manifest().exports;
    for (const name of Object.keys(entries)) {
      const script = `await import('@latchkey/verifier${name.slice(1)}'); console.log(process.moduleLoadList.join());`;
      const loaded = run(process.execPath, ['--input-type=module', '-e', script], folder);
      expect(loaded).toContain('NativeModule buffer');
      expect([name, loaded.includes('undici')]).toEqual([name, false]);
    }
  });

  test('is found by every resolver that loads ES modules', () => {
    const tool = (path: string, args: string[]): string =>
      run(process.execPath, [join(ROOT, 'node_modules', path), ...args], folder);
    tool('publint/src/cli.js', [tarball, '--strict']);
    tool('@arethetypeswrong/cli/dist/index.js', [tarball, '--profile', 'esm-only']);
  });
});
