import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { KeyFileWatcher } from '../src/keys/key-file-watcher.js';
import { ecJwk, ecPair, es256, HEADER, hs256, octJwk, token } from '@latchkey/testing/tokens';
import { verdict, verifierOf } from './support/verifier.js';

const [one, two] = [randomBytes(32), randomBytes(32)];
const pair = ecPair();
const tokenOne = (): string => token({}, { ...HEADER, kid: 'k1' }, hs256(one));
const tokenTwo = (): string => token({}, { ...HEADER, kid: 'k2' }, hs256(two));
const tokenEc = (): string => token({}, { alg: 'ES256', kid: 'e1', typ: 'at+jwt' }, es256(pair.privateKey));

let folder: string;
let path: string;
beforeEach(() => {
  Logger.overrideLogger(false);
  folder = mkdtempSync(join(tmpdir(), 'latchkey-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const setOf = (...keys: object[]): string => JSON.stringify({ keys });
const write = (text: string): void => writeFileSync(path, text);

function open(...keys: object[]): { watcher: KeyFileWatcher; verdicts: () => string[] } {
  write(setOf(...keys));
  const watcher = new KeyFileWatcher(path, { holdsPrivateKeys: false });
  const verifier = verifierOf(watcher.ring);
  const verdicts = (): string[] => [tokenOne(), tokenTwo(), tokenEc()].map((text) => verdict(text, verifier));
  return { watcher, verdicts };
}

describe('the ring follows the file', () => {
  test('a new key, a key that is gone, another algorithm', async () => {
    const { watcher, verdicts } = open(octJwk(one, 'k1'));
    const unknown = 'token_invalid: unknown_kid';
    expect(verdicts()).toEqual(['accepted', unknown, unknown]);
    write(setOf(octJwk(one, 'k1'), octJwk(two, 'k2'), ecJwk(pair.publicKey, 'e1')));
    await watcher.reread();
    expect(verdicts()).toEqual(['accepted', 'accepted', 'accepted']);
    write(setOf(ecJwk(pair.publicKey, 'e1')));
    await watcher.reread();
    expect(verdicts()).toEqual([unknown, unknown, 'accepted']);
    expect(watcher.ring.version).toBe(3);
  });

  test('a token that was remembered is forgotten with its key', async () => {
    const { watcher } = open(octJwk(one, 'k1'));
    const [text, verifier] = [tokenOne(), verifierOf(watcher.ring)];
    expect(verdict(text, verifier)).toBe('accepted');
    write(setOf(octJwk(two, 'k2')));
    await watcher.reread();
    expect(verdict(text, verifier)).toBe('token_invalid: unknown_kid');
  });

  test('a file that was renamed over, or whose folder was swapped behind a link', async () => {
    const { watcher, verdicts } = open(octJwk(one, 'k1'));
    writeFileSync(join(folder, 'next'), setOf(octJwk(two, 'k2')));
    renameSync(join(folder, 'next'), path);
    await watcher.reread();
    expect(verdicts()[1]).toBe('accepted');
    writeFileSync(join(folder, 'data'), setOf(octJwk(one, 'k1')));
    symlinkSync('data', join(folder, 'link'));
    renameSync(join(folder, 'link'), path);
    await watcher.reread();
    expect(verdicts()[0]).toBe('accepted');
  });

  test('a file with the same content changes nothing', async () => {
    const { watcher } = open(octJwk(one, 'k1'));
    write(readFileSync(path, 'utf8'));
    await watcher.reread();
    expect(watcher.ring.version).toBe(1);
  });
});

describe('a broken file leaves the old ring in use, whole', () => {
  const weak = octJwk(Buffer.alloc(32), 'k3');
  const broken: [string, () => void, RegExp][] = [
    ['half of a file', () => write(setOf(octJwk(two, 'k2')).slice(0, 40)), /is not JSON/],
    ['an empty file', () => write(''), /is empty/],
    ['a byte order mark', () => write(`\ufeff${setOf(octJwk(two, 'k2'))}`), /begins with a byte order mark/],
    ['no keys', () => write('{"keys":[]}'), /is not a JWK Set/],
    ['one good key and one weak', () => write(setOf(octJwk(two, 'k2'), weak)), /k3 that is too regular/],
    ['a kid twice', () => write(setOf(octJwk(two, 'k2'), octJwk(one, 'k2'))), /two keys with kid k2/],
    ['a private key', () => write(setOf(octJwk(two, 'k2'), ecJwk(pair.privateKey, 'e1'))), /private part of key e1/],
    ['no file', () => rmSync(path), /ENOENT/],
  ];
  test.each(broken)('%s', async (_, breakIt, fault) => {
    const { watcher, verdicts } = open(octJwk(one, 'k1'));
    breakIt();
    await watcher.reread();
    expect(watcher.fault).toMatch(fault);
    expect(verdicts().slice(0, 2)).toEqual(['accepted', 'token_invalid: unknown_kid']);
    expect(watcher.ring.version).toBe(1);
    write(setOf(octJwk(two, 'k2')));
    await watcher.reread();
    expect(watcher.fault).toBeUndefined();
    expect(verdicts().slice(0, 2)).toEqual(['token_invalid: unknown_kid', 'accepted']);
  });

  test('going back to the file in use ends the fault', async () => {
    const { watcher } = open(octJwk(one, 'k1'));
    write('{');
    await watcher.reread();
    write(setOf(octJwk(one, 'k1')));
    await watcher.reread();
    expect([watcher.fault, watcher.ring.version]).toEqual([undefined, 1]);
  });
});
