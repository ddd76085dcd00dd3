import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ecJwk, ecPair, es256, HEADER, hs256, KID, kidOf, octJwk, TEST_SECRET, token } from '@latchkey/testing/tokens';
import { ringOf, ringOfSecret, verdict, verifierOf } from './support/verifier.js';

const [one, two] = [randomBytes(32), randomBytes(32)];
const ring = ringOf(octJwk(one, 'k1'), octJwk(two, 'k2'));
const under = (kid: unknown): Record<string, unknown> => ({ ...HEADER, kid });

describe('kid names one key, and only that key is tried', () => {
  test('each key verifies under its own kid and not under the other', () => {
    const verifier = verifierOf(ring);
    expect(verdict(token({}, under('k1'), hs256(one)), verifier)).toBe('accepted');
    expect(verdict(token({}, under('k2'), hs256(two)), verifier)).toBe('accepted');
    expect(verdict(token({}, under('k2'), hs256(one)), verifier)).toBe('token_invalid: signature');
  });

  test.each([
    '',
    'k3',
    'K1',
    'k1 ',
    'k1\u0000',
    '__proto__',
    'constructor',
    'toString',
    '../k1',
    "k1' OR 1=1",
    '/dev/null',
    'k'.repeat(900),
  ])('kid %j is unknown', (kid) =>
    expect(verdict(token({}, under(kid), hs256(one)), verifierOf(ring))).toBe('token_invalid: unknown_kid'),
  );

  test.each([[null], [1], [['k1']], [{ kid: 'k1' }], [undefined]])('kid %j, which is no text, is refused', (kid) => {
    expect(verdict(token({}, under(kid), hs256(one)), verifierOf(ring))).toBe('token_invalid: header_members');
  });

  test('a token of another secret is refused', () => {
    expect(verdict(token({}, HEADER, hs256(randomBytes(32))))).toBe('token_invalid: signature');
    expect(verdict(token({}, HEADER, hs256('')))).toBe('token_invalid: signature');
  });

  test('a token of another EC key is refused', () => {
    const [ours, theirs] = [ecPair(), ecPair()];
    const verifier = verifierOf(ringOf(ecJwk(ours.publicKey, 'e1')));
    const text = token({}, { alg: 'ES256', kid: 'e1', typ: 'at+jwt' }, es256(theirs.privateKey));
    expect(verdict(text, verifier)).toBe('token_invalid: signature');
  });
});

describe('the key of JWT_SECRET', () => {
  test('is the bytes of its text, not what the text may encode', () => {
    expect(verdict(token({}, HEADER, hs256(Buffer.from(TEST_SECRET, 'utf8'))))).toBe('accepted');
    expect(verdict(token({}, HEADER, hs256(Buffer.from(TEST_SECRET, 'base64'))))).toBe('token_invalid: signature');
  });

  test('counts in UTF-8', () => {
    const secret = `${randomBytes(32).toString('hex')}äöü€`;
    const text = token({}, under(kidOf(secret)), hs256(Buffer.from(secret, 'utf8')));
    expect(verdict(text, verifierOf(ringOfSecret(secret)))).toBe('accepted');
  });

  test('has the first 16 characters of its RFC 7638 thumbprint as kid', () => {
    const jwk = `{"k":"${Buffer.from(TEST_SECRET).toString('base64url')}","kty":"oct"}`;
    const thumbprint = createHash('sha256').update(jwk).digest('base64url');
    expect(ringOfSecret().all()).toEqual([expect.objectContaining({ kid: KID, alg: 'HS256', thumbprint })]);
    expect(KID).toBe(thumbprint.slice(0, 16));
  });
});

test('the thumbprint of an EC key is that of RFC 7638', () => {
  const { publicKey } = ecPair();
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' }) as Record<string, string>;
  const expected = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  expect(ringOf(ecJwk(publicKey, 'e1')).find('e1')?.thumbprint).toBe(expected);
});
