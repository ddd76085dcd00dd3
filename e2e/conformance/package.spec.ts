import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as attacks from '@latchkey/conformance/attacks';
import * as client from '@latchkey/conformance/client';
import * as main from '@latchkey/conformance';
import { expect, test } from '@playwright/test';
import { publint } from 'publint';
import { freePort } from '../stack/free-port.ts';
import { projectRoot } from '../stack/paths.ts';
import { run } from '../stack/process.ts';
import { temporaryFolder } from '../stack/temporary-folder.ts';
import { ReferenceService } from './reference-service/service.ts';

const pkgDir = join(projectRoot, 'packages/conformance');
const shell = promisify(execFile);

test('exports what is written here, and nothing else', () => {
  expect(Object.keys(main).toSorted()).toEqual(
    [
      ...['MintedTokens', 'RULES', 'UsageError', 'allProbes', 'chapters', 'isLetIn', 'keyOfFile', 'keyOfSecret'],
      ...['probeContext', 'readOptions', 'runProbes', 'textOf'],
    ].toSorted(),
  );
  expect(Object.keys(attacks).toSorted()).toEqual(
    [
      ...['CurveForge', 'Forge', 'boundCookie', 'confusion', 'cookies', 'elsewhere', 'everyVersion', 'families'],
      ...['feedsFromTheFuture', 'floods', 'forgedFeeds', 'notRescued', 'origins', 'schemes', 'twice'],
    ].toSorted(),
  );
  expect(Object.keys(client).toSorted()).toEqual(
    [
      ...['ACCESS_COOKIE', 'accessCookie', 'bearer', 'claimsOf', 'encodeRequest', 'gather', 'ownPage', 'sendRaw'],
      ...['shellCommand', 'sleep', 'until'],
    ].toSorted(),
  );
});

test('is packed so that every resolver finds its parts', async () => {
  expect((await publint({ pkgDir, strict: true })).messages).toEqual([]);
});

test('installs alone from its tarball; its bin and the code of its README run', async () => {
  const folder = temporaryFolder('latchkey-conformance-');
  const [port, secret, issuer] = [await freePort(), randomBytes(48).toString('base64url'), 'http://127.0.0.1:1'];
  const key = main.keyOfSecret(secret);
  const service = new ReferenceService({
    ...{ id: 'retirement', origin: `http://127.0.0.1:${port}`, issuer, bankUrl: issuer, tokenTtl: 900 },
    ...{ writeSeconds: 300, sensitiveSeconds: 15, waitSeconds: 1 },
    has: () => true,
    keys: new Map([[key.kid, { alg: key.alg, material: Buffer.from(secret) }]]),
  });
  await service.listen(port);
  try {
    writeFileSync(join(folder.path, 'package.json'), '{ "type": "module", "private": true }');
    const { stdout: tarball } = await shell('npm', ['pack', '--silent', '--pack-destination', folder.path], {
      cwd: pkgDir,
    });
    await shell('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball.trim()}`], {
      cwd: folder.path,
    });
    const npx = (args: readonly string[]) =>
      shell('npx', ['--offline', '--yes', ...args], { cwd: folder.path, env: withKey });
    const withKey = { ...process.env, LATCHKEY_SECRET: secret };
    const [help, { stdout }] = await Promise.all([
      npx([`--package=./${tarball.trim()}`, 'conformance', '--help']),
      npx([
        ...[
          '@latchkey/conformance',
          '--url',
          `http://127.0.0.1:${port}`,
          '--audience',
          'retirement',
          '--issuer',
          issuer,
        ],
        ...['--only', 'control,alive'],
      ]),
    ]);
    expect(help.stdout).toContain('npx @latchkey/conformance --url URL');
    expect(stdout).toContain('3 passed, 0 failed, 0 skipped');

    const env = { LATCHKEY_SECRET: secret, GOOD_TOKEN: goodToken(key, issuer) };
    const blocks = [...readFileSync(join(pkgDir, 'README.md'), 'utf8').matchAll(/```js\n([^]*?)```/g)];
    expect(blocks).toHaveLength(2);
    for (const [index, [, code = '']] of blocks.entries()) {
      const file = join(folder.path, `${index}.js`);
      writeFileSync(
        file,
        code
          .replaceAll('http://127.0.0.1:3002', `http://127.0.0.1:${port}`)
          .replace('http://bank.demo.localhost:3001', issuer),
      );
      const { code: exit, output } = await run(file, env);
      expect(exit, output).toBe(0);
      // The first prints the probes that failed, the second what was accepted.
      expect(output.trim()).toBe(index === 0 ? '[]' : '');
    }
  } finally {
    await service.close();
    folder.remove();
  }
});

function goodToken({ kid, sign }: main.SigningKey, issuer: string): string {
  const iat = Math.floor(Date.now() / 1_000);
  const [sub, sid, jti] = [randomUUID(), randomUUID(), randomUUID()];
  const person = { auth_time: iat, acr: 'pwd', amr: ['pwd'], preferred_username: 'ada', ver: 1 };
  const claims = { iss: issuer, sub, aud: ['retirement'], iat, exp: iat + 900, jti, sid, ...person };
  const input = [{ alg: 'HS256', kid, typ: 'at+jwt' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${sign(input).toString('base64url')}`;
}
