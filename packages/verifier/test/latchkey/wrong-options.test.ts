import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ecJwk, ecPair } from '@latchkey/testing/tokens';
import { latchkey, LatchkeyOptionsError, type LatchkeyOptions } from '../../src/mounts/node.js';
import { optionFaults } from '../../src/options/options.rules.js';

const SECRET = 'Zk3vQm9xT1bW7nR5yH2cL8dJ4fP6sG0aUeXiOtNqVrE';
const good = { issuer: 'https://bank.example.com', audience: 'pension', keys: { secret: SECRET } };
const folder = mkdtempSync(join(tmpdir(), 'latchkey-options-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | object): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const pair = ecPair();

/** `option problem` of each fault of good options with changes. */
const faultsOf = (changes: object): string[] =>
  optionFaults({ ...good, ...changes }).map(({ option, problem }) => `${option} ${problem}`);

describe('options that are good', () => {
  test.each<object>([
    {},
    { publicUrl: undefined, opsToken: undefined, store: undefined, bankUrl: undefined },
    { publicUrl: 'https://pension.example.com', bankUrl: 'http://bank:3001' },
    { bankUrl: 'http://127.0.0.1:3001' },
    { bankUrl: 'http://10.0.0.7:3001' },
    { issuer: 'http://bank.demo.localhost:3001', publicUrl: 'http://pension.demo.localhost:3003' },
    { issuer: 'https://login.bank.example.com', cookieDomain: 'example.com', publicUrl: 'https://pension.example.com' },
    { keys: { jwks: 'https://bank.example.com/.well-known/jwks.json' } },
    { keys: { jwks: 'http://127.0.0.1:3001/.well-known/jwks.json' } },
    { keys: { file: file('good.json', { keys: [ecJwk(pair.publicKey, 'e1', { alg: 'ES256' })] }) } },
    { tokenTtl: 300, sessionAbsolute: 3600, log: console, onDeleted: async () => undefined },
  ])('%j', (changes) => expect(faultsOf(changes)).toEqual([]));
});

describe('options that are wrong', () => {
  test.each<[object, string]>([
    [{ issuer: undefined }, 'issuer is missing: is the variable set that it comes from?'],
    [{ issuer: 'bank.example.com' }, 'issuer is no URL'],
    [
      { issuer: 'https://bank.example.com/' },
      'issuer is more than an origin, or written in another way than https://bank.example.com',
    ],
    [
      { issuer: 'https://BANK.example.com' },
      'issuer is more than an origin, or written in another way than https://bank.example.com',
    ],
    [{ issuer: 'http://bank.example.com' }, 'issuer is http, which is for names that end in .localhost'],
    [{ issuer: 'ftp://bank.example.com' }, 'issuer begins with ftp:'],
    [
      { issuer: 'https://bank.com' },
      `cookieDomain is not given, and what is left of the issuer's host ("com") has no dot, so that browsers refuse cookies for it`,
    ],
    [
      { issuer: 'https://192.0.2.1' },
      `cookieDomain is not given, and what is left of the issuer's host ("0.2.1") is an IP address`,
    ],
    [{ audience: undefined }, 'audience is missing'],
    [{ audience: 'Pension Fund' }, 'audience is no id of a service'],
    [{ audience: ['pension'] }, 'audience is no id of a service'],
    [{ keys: undefined }, 'keys is missing'],
    [{ keys: SECRET }, 'keys is string'],
    [{ keys: {} }, 'keys is empty'],
    [{ keys: { secret: SECRET, file: 'keys.json' } }, 'keys has secret and file'],
    [{ keys: { secret: undefined } }, 'keys.secret is empty: is the variable set that it comes from?'],
    [{ keys: { secret: 'short' } }, 'keys.secret is 5 bytes long; it needs at least 32'],
    [
      { keys: { secret: 'change-me-please-this-is-a-secret' } },
      'keys.secret looks like a placeholder, not like random bytes',
    ],
    [{ keys: { jwksUrl: 'https://bank.example.com' } }, 'keys.jwksUrl is no option'],
    [{ keys: { jwks: 'http://bank.example.com/jwks.json' } }, 'keys.jwks is http to another host (bank.example.com)'],
    [{ keys: { jwks: 'https://a:b@bank.example.com/jwks.json' } }, 'keys.jwks has a name or a password in it'],
    [
      { keys: { file: join(folder, 'nowhere.json') } },
      `keys.file (${join(folder, 'nowhere.json')}) cannot be read (ENOENT)`,
    ],
    [{ keys: { file: file('empty.json', '') } }, `keys.file (${join(folder, 'empty.json')}) is empty`],
    [{ keys: { file: file('broken.json', '{"keys":[') } }, `keys.file (${join(folder, 'broken.json')}) is not JSON`],
    [
      { keys: { file: file('private.json', { keys: [ecJwk(pair.privateKey, 'e1', { alg: 'ES256' })] }) } },
      `keys.file (${join(folder, 'private.json')}) holds the private part of key e1, which only the bank may have`,
    ],
    [{ publicUrl: 'https://pension.example.org' }, 'publicUrl is outside the cookie domain (example.com)'],
    [{ publicUrl: 'http://pension.example.com' }, 'publicUrl is http, which is for names that end in .localhost'],
    [
      { publicUrl: 'https://pension.example.com/app' },
      'publicUrl is more than an origin, or written in another way than https://pension.example.com',
    ],
    [{ cookieDomain: '.example.com' }, 'cookieDomain starts with a dot'],
    [{ cookieDomain: '192.0.2.1' }, 'cookieDomain is an IP address'],
    [{ cookieDomain: 'localhost' }, 'cookieDomain has no dot, so that browsers refuse cookies for it'],
    [{ cookieDomain: 'Example.com' }, 'cookieDomain is no host name in lower case'],
    [{ cookieDomain: 'example.org' }, 'issuer is outside the cookie domain (example.org)'],
    [{ bankUrl: 'bank:3001' }, 'bankUrl begins with bank:'],
    [
      { bankUrl: 'http://bank.example.com' },
      'bankUrl is http to a public name (bank.example.com), where tokens can be read on the way',
    ],
    [
      { bankUrl: 'http://10.example.com' },
      'bankUrl is http to a public name (10.example.com), where tokens can be read on the way',
    ],
    [{ bankUrl: 'https://bank.example.com/base' }, 'bankUrl has a path, which is not asked'],
    [
      { serviceKeyFile: join(folder, 'nowhere.json') },
      `serviceKeyFile (${join(folder, 'nowhere.json')}) cannot be read`,
    ],
    [{ tokenTtl: 90_000 }, 'tokenTtl is longer than sessionAbsolute'],
    [{ tokenTtl: '900' }, 'tokenTtl is not a whole number of seconds'],
    [{ opsToken: 'short' }, 'opsToken has 5 characters; it needs at least 16'],
    [{ store: {} }, 'store lacks read, write, claim, watch, close'],
    [{ store: null }, 'store lacks read, write, claim, watch, close'],
    [{ log: { log: () => undefined } }, 'log lacks warn, error'],
    [{ onDeleted: true }, 'onDeleted is no function'],
    [{ tokenTTL: 900 }, 'tokenTTL is no option'],
  ])('%j', (changes, fault) => expect(faultsOf(changes)).toEqual([fault]));

  test('a name that is nearly one says which, and one that is none says which there are', () => {
    expect(optionFaults({ ...good, publicURL: 'x' })[0]!.fix).toBe('Did you mean publicUrl?');
    expect(optionFaults({ ...good, audiance: 'x' })[0]!.fix).toBe('Did you mean audience?');
    expect(optionFaults({ ...good, keys: { secrets: 'x' } })[0]!.fix).toBe('Did you mean keys.secret?');
    expect(optionFaults({ ...good, whatever: 1 })[0]!.fix).toMatch(/^The options are issuer, audience, keys, /);
  });

  test('all of it is told at once, each with its fix, and no secret among it', async () => {
    const wrong = {
      issuer: 'http://bank.example.com',
      audience: 'P',
      keys: { secret: 'hunter2' },
      opsToken: 'swordfish',
    };
    const error = await latchkey(wrong as LatchkeyOptions).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LatchkeyOptionsError);
    const { faults, message } = error as LatchkeyOptionsError;
    expect(faults.map(({ option }) => option)).toEqual(['issuer', 'audience', 'keys.secret', 'opsToken']);
    expect(message.split('\n')).toHaveLength(5);
    for (const { fix } of faults) expect(message).toContain(fix);
    expect(message).not.toMatch(/hunter2|swordfish/);
  });

  test('without any options it says how to begin', () => {
    expect(optionFaults(undefined).map(({ fix }) => fix)).toEqual(['Write latchkey({ issuer, audience, keys }).']);
  });
});
