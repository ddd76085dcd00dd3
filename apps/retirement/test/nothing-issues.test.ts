import { createSecretKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { reachedFrom } from './issuing/built-imports.js';
import { productionTree } from './issuing/production-tree.js';
import { signingErrors } from './issuing/signing.rules.js';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const sourcesOf = (folder: string) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

describe('a production install of retirement', () => {
  const tree = productionTree(root, 'apps/retirement');

  test('holds nothing that issues, hashes passwords, draws pages or tests', () => {
    const unwanted = /^(@nestjs\/(jwt|testing)|bcryptjs|piscina|jose|react.*|vite|jest|@swc\/.*|typescript)$/;
    expect([...tree.keys()].filter((name) => unwanted.test(name))).toEqual([]);
    expect(tree.size).toBeGreaterThan(100);
  });

  test('holds of ours only auth, service and verifier', () => {
    expect([...tree.keys()].filter((name) => name.startsWith('@latchkey/')).sort()).toEqual([
      '@latchkey/auth',
      '@latchkey/service',
      '@latchkey/verifier',
    ]);
  });

  test('holds jsonwebtoken because passport-jwt asks for it, and for nobody else', () => {
    expect([...(tree.get('jsonwebtoken') ?? [])]).toEqual(['passport-jwt']);
  });

  test('the same walk finds what the bank issues with', () => {
    const bank = productionTree(root, 'apps/bank');
    expect([bank.has('@nestjs/jwt'), bank.has('bcryptjs')]).toEqual([true, true]);
  });
});

describe('what the processes of retirement load', () => {
  const entries = ['main', 'migrate', 'data-source'].map((name) => `apps/retirement/src/${name}.ts`);
  const { files, foreign } = reachedFrom(root, entries);

  test('lies in retirement, auth, service and verifier', () => {
    expect(files.filter((path) => !/^(apps\/retirement|packages\/(auth|service|verifier))\/src\//.test(path))).toEqual(
      [],
    );
    expect(files).toContain('apps/retirement/src/plan/plan.repository.ts');
    expect(files).toContain('packages/verifier/src/token/token-verifier.ts');
  });

  test('imports no library that issues', () => {
    expect(foreign.filter((name) => /jwt|jose|jws|jsonwebtoken/.test(name) && name !== 'passport-jwt')).toEqual([]);
    expect(foreign).toContain('@nestjs/common');
  });

  test('the same walk finds what the bank issues with', () => {
    const bank = reachedFrom(root, ['apps/bank/src/main.ts']);
    expect(bank.foreign).toContain('@nestjs/jwt');
  });
});

describe('the sources of retirement, auth, service and verifier', () => {
  test('call no function that signs', () => {
    const paths = ['apps/retirement/src', 'packages/auth/src', 'packages/service/src', 'packages/verifier/src'].flatMap(
      sourcesOf,
    );
    expect(paths.flatMap((path) => signingErrors(path, read(path)).map((fault) => `${path}: ${fault}`))).toEqual([]);
  });

  test('the same reading finds where the bank signs, and where it makes and keeps keys', () => {
    const found = sourcesOf('apps/bank/src').filter((path) => signingErrors(path, read(path)).length > 0);
    expect(found.length).toBeGreaterThan(0);
    // Device cookies are sealed and passwords peppered by keys of the bank's own, for the bank alone.
    const own = ['throttle/known-devices', 'passwords/password-keys'].join('|');
    const isMeant = new RegExp(`^apps/bank/src/(?:(?:tokens|commands/keys)/|(?:${own})(?:\\.service)?\\.ts$)`);
    expect(found.filter((path) => !isMeant.test(path))).toEqual([]);
  });

  test.each([
    [`import { JwtService } from '@nestjs/jwt'; new JwtService().verify('');`, 'imports @nestjs/jwt'],
    [`import jwt from 'jsonwebtoken'; jwt.verify('', '');`, 'imports jsonwebtoken'],
    [`import { sign } from 'node:crypto'; sign('', '', '');`, 'imports sign of node:crypto'],
    [`import { sign as verify } from 'crypto'; verify('', '', '');`, 'imports sign of node:crypto'],
    [`import { createHmac } from 'node:crypto'; createHmac('sha256', key);`, 'imports createHmac of node:crypto'],
    [`import * as crypto from 'node:crypto'; crypto.verify('');`, 'imports all of node:crypto'],
    [`import crypto from 'node:crypto'; crypto.verify('');`, 'imports all of node:crypto'],
    [`const { sign } = await import('node:crypto');`, 'loads node:crypto'],
    [`this.jwt.sign({ sub: '' });`, 'calls sign()'],
    [`await this.jwt.signAsync({ sub: '' });`, 'calls sign()'],
    [`const { key } = this.ring.signing();`, "asks the ring for the issuer's key"],
    [`use(this.ring.signing().kid, this.ring.signing());`, "asks the ring for the issuer's key"],
    [`await globalThis.crypto.subtle.sign('HMAC', key, text);`, 'uses crypto.subtle'],
  ])('refuse %s', (text, fault) => {
    expect(signingErrors('packages/verifier/src/token/sample.ts', text)).toContain(fault);
  });

  test.each([
    [`import { sign } from 'node:crypto'; sign('sha256', text, key);`, 'delivery-signer.ts'],
    [`import { sign } from 'node:crypto'; sign(null, text, own); sign('sha256', text, key);`, 'delivery-signer.ts'],
    [`import { sign } from 'node:crypto'; sign(null, text, own);`, 'delivery-verifier.ts'],
    [`import { sign as prove } from 'node:crypto'; prove('sha256', text, key);`, 'delivery-signer.ts'],
  ])('refuse %s in %s, for only proofs of logouts are signed, with the own key of the service', (text, file) => {
    expect(signingErrors(`packages/verifier/src/delivery/${file}`, text)).toContain('imports sign of node:crypto');
  });

  test('a secret of the ring signs nothing where no algorithm is named', () => {
    expect(() => sign(null, Buffer.from('x'), createSecretKey(randomBytes(32)))).toThrow();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    // DER, which is never 64 bytes long: no service takes it for ES256.
    expect(sign(null, Buffer.from('x'), privateKey).length).not.toBe(64);
  });

  test('may tell by which key the bank signs', () => {
    expect(signingErrors('packages/verifier/src/keys/sample.ts', `export const kid = ring.signing().kid;`)).toEqual([]);
  });

  test('may say in a comment what they do not do', () => {
    expect(
      signingErrors('packages/verifier/src/token/sample.ts', `// never jwt.sign( here\nexport const a = 1;`),
    ).toEqual([]);
  });
});
