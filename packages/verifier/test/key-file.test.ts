import { createHmac, createPrivateKey, randomBytes, sign, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { KeyRing } from '../src/keys/key-ring.js';
import { keySetOfFile } from '../src/keys/key-set.js';
import { ecJwk, ecPair, octJwk } from '@latchkey/testing/tokens';
import { ringOfSecret } from './support/verifier.js';

const [pair, strangers] = [ecPair(), ecPair()];
const bytes = randomBytes(32);
const bank = { holdsPrivateKeys: true };
const read = (set: object, holder = { holdsPrivateKeys: false }): KeyRing =>
  new KeyRing(keySetOfFile(JSON.stringify(set), holder));

// The last character of 32 bytes carries two bits that decode to nothing.
const looseBits = (text: string): string => {
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + last[last.indexOf(text.at(-1)!) ^ 1]!;
};

describe('a keys file is refused, in a sentence that holds no key', () => {
  const k = bytes.toString('base64url');
  const oct = octJwk(bytes, 'h1');
  const ec = ecJwk(pair.publicKey, 'e1');
  const cases: [string, object, RegExp][] = [
    ['no list', {}, /not a JWK Set/],
    ['a key without alg', { keys: [{ ...oct, alg: undefined }] }, /keys\.0\.alg/],
    ['an EC key without alg', { keys: [{ ...ec, alg: undefined }] }, /keys\.0\.alg/],
    ['another alg', { keys: [{ ...oct, alg: 'HS512' }] }, /keys\.0\.alg/],
    ['an EC key for HS256', { keys: [{ ...ec, alg: 'HS256' }] }, /keys\.0\.alg/],
    ['a symmetric key for ES256', { keys: [{ ...oct, alg: 'ES256' }] }, /keys\.0\.alg/],
    ['a key without kid', { keys: [{ ...oct, kid: undefined }] }, /keys\.0\.kid: is missing$/],
    ['an empty kid', { keys: [{ ...oct, kid: '' }] }, /kid must be/],
    ['a duplicate kid', { keys: [oct, { ...ec, kid: 'h1' }] }, /two keys with kid h1/],
    ['an RSA key', { keys: [{ kty: 'RSA', kid: 'r1', alg: 'RS256', n: 'AQAB', e: 'AQAB' }] }, /keys\.0\.kty/],
    ['an OKP key', { keys: [{ kty: 'OKP', kid: 'o1', alg: 'EdDSA', crv: 'Ed25519', x: ec['x'] }] }, /keys\.0\.kty/],
    ['P-384', { keys: [ecJwk(ecPair('P-384').publicKey, 'e1')] }, /keys\.0\.crv/],
    ['a key for encryption', { keys: [{ ...oct, use: 'enc' }] }, /keys\.0\.use/],
    [
      'a point off the curve',
      { keys: [{ ...ec, y: ecJwk(strangers.publicKey, '')['y'] }] },
      /e1 whose parts make no P-256 key/,
    ],
    ['a short key', { keys: [octJwk(randomBytes(31), 'h1')] }, /31 bytes/],
    ['a spelling that is not canonical', { keys: [{ ...oct, k: looseBits(k) }] }, /not canonical/],
    ['padding', { keys: [{ ...oct, k: `${k}=` }] }, /must be base64url/],
    [
      'a private key at a verifier',
      { keys: [ecJwk(pair.privateKey, 'e1')] },
      /private part of key e1, which only the bank may have/,
    ],
    ['a signing kid that is not there', { keys: [oct], signing: 'h2' }, /signing key that it does not hold/],
  ];
  test.each(cases)('%s', (_, set, words) => {
    expect(() => read(set)).toThrow(words);
    expect(() => read(set)).not.toThrow(k);
  });

  test('at the bank: no signing key, a public one, two halves that do not belong together', () => {
    expect(() => read({ keys: [oct] }, bank)).toThrow(/which key signs/);
    expect(() => read({ keys: [ec], signing: 'e1' }, bank)).toThrow(/only its public part/);
    const { d } = ecJwk(strangers.privateKey, '');
    expect(() => read({ keys: [{ ...ec, d }], signing: 'e1' }, bank)).toThrow(/e1 whose parts make no P-256 key/);
  });
});

describe('the key to sign with', () => {
  test('is the one that the file names, and its signature verifies in the same ring', () => {
    const ring = read({ keys: [octJwk(bytes, 'h1'), ecJwk(pair.privateKey, 'e1')], signing: 'e1' }, bank);
    const { kid, alg, key } = ring.signing();
    expect([kid, alg, key.type]).toEqual(['e1', 'ES256', 'private']);
    expect(verify('sha256', Buffer.from('x'), ring.find('e1')!.key, sign('sha256', Buffer.from('x'), key))).toBe(true);
    expect(ring.find('e1')!.key.type).toBe('public');
  });

  test('may be symmetric', () => {
    const { kid, alg, key } = read({ keys: [octJwk(bytes, 'h1')], signing: 'h1' }, bank).signing();
    expect([kid, alg]).toEqual(['h1', 'HS256']);
    expect(createHmac('sha256', key).update('x').digest()).toEqual(createHmac('sha256', bytes).update('x').digest());
    expect(ringOfSecret().signing().alg).toBe('HS256');
  });

  test('does not exist at a verifier of a file', () => {
    expect(() => read({ keys: [octJwk(bytes, 'h1')], signing: 'h1' }).signing()).toThrow(/no key to sign with/);
  });
});

describe('what is published', () => {
  test('are the public EC keys, without their private part', () => {
    const ring = read({ keys: [octJwk(bytes, 'h1'), ecJwk(pair.privateKey, 'e1')], signing: 'h1' }, bank);
    const { x, y } = pair.publicKey.export({ format: 'jwk' });
    expect(ring.publicJwks()).toEqual({
      keys: [{ kty: 'EC', kid: 'e1', alg: 'ES256', use: 'sig', crv: 'P-256', x, y }],
    });
    const { d } = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })).export({ format: 'jwk' });
    expect(JSON.stringify(ring.publicJwks())).not.toContain(d);
  });

  test('is nothing under a shared secret', () => expect(ringOfSecret().publicJwks()).toEqual({ keys: [] }));
});
