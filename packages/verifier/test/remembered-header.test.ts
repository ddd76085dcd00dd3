import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { keySetOfFile } from '../src/keys/key-set.js';
import { HEADER, hs256, octJwk, token } from '@latchkey/testing/tokens';
import { ringOf, verdict, verifierOf } from './support/verifier.js';

const [one, two] = [randomBytes(32), randomBytes(32)];
const headerOf = (kid: string) => ({ ...HEADER, kid });
const keys = (...jwks: object[]) => keySetOfFile(JSON.stringify({ keys: jwks }), { holdsPrivateKeys: false });

test('a header that was seen before does not bring back a withdrawn key', () => {
  const ring = ringOf(octJwk(one, 'k1'), octJwk(two, 'k2'));
  const verifier = verifierOf(ring);
  const fresh = (): string => token({}, headerOf('k1'), hs256(one));
  expect([verdict(fresh(), verifier), verdict(fresh(), verifier)]).toEqual(['accepted', 'accepted']);
  ring.replace(keys(octJwk(two, 'k2')));
  expect(verdict(fresh(), verifier)).toBe('token_invalid: unknown_kid');
});

test('a kid that comes back means the key that it names now', () => {
  const ring = ringOf(octJwk(one, 'k1'));
  const verifier = verifierOf(ring);
  expect(verdict(token({}, headerOf('k1'), hs256(one)), verifier)).toBe('accepted');
  ring.replace(keys(octJwk(two, 'k1')));
  expect(verdict(token({}, headerOf('k1'), hs256(one)), verifier)).toBe('token_invalid: signature');
  expect(verdict(token({}, headerOf('k1'), hs256(two)), verifier)).toBe('accepted');
});

test('two keys are told apart, however often and in whatever order their headers come', () => {
  const verifier = verifierOf(ringOf(octJwk(one, 'k1'), octJwk(two, 'k2')));
  for (const [kid, bytes] of [
    ['k1', one],
    ['k2', two],
    ['k2', two],
    ['k1', one],
  ] as const) {
    expect(verdict(token({}, headerOf(kid), hs256(bytes)), verifier)).toBe('accepted');
    const other = bytes === one ? two : one;
    expect(verdict(token({}, headerOf(kid), hs256(other)), verifier)).toBe('token_invalid: signature');
  }
});

test('a refused header is refused again', () => {
  const verifier = verifierOf(ringOf(octJwk(one, 'k1')));
  for (const [header, reason] of [
    [{ ...headerOf('k1'), crit: [] }, 'header_members'],
    [{ ...headerOf('k1'), typ: 'JWT' }, 'header_typ'],
    [{ ...headerOf('k1'), alg: 'HS384' }, 'alg_mismatch'],
    [headerOf('k9'), 'unknown_kid'],
  ] as const) {
    const text = (): string => token({}, header, hs256(one));
    expect([verdict(text(), verifier), verdict(text(), verifier)]).toEqual(Array(2).fill(`token_invalid: ${reason}`));
  }
});
