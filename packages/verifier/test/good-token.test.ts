import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { claims, ecJwk, ecPair, es256, HEADER, octJwk, token, tokenOfTexts } from '@latchkey/testing/tokens';
import { ringOf, verdict, verifierOf } from './support/verifier.js';

test('a token of the shared secret is accepted, with exactly the claims it carries', () => {
  const carried = claims();
  const text = tokenOfTexts(JSON.stringify(HEADER), JSON.stringify(carried));
  expect(verifierOf().verify(text)).toEqual(carried);
});

test('a token of an EC key is accepted', () => {
  const pair = ecPair();
  const ring = ringOf(ecJwk(pair.publicKey, 'e1'), octJwk(randomBytes(32), 'h1'));
  const text = token({}, { alg: 'ES256', kid: 'e1', typ: 'at+jwt' }, es256(pair.privateKey));
  expect(verdict(text, verifierOf(ring))).toBe('accepted');
});

test('header and claims may stand in any order', () => {
  const { alg, kid, typ } = HEADER;
  const turned = Object.fromEntries(Object.entries(claims()).toReversed());
  expect(verdict(tokenOfTexts(JSON.stringify({ typ, kid, alg }), JSON.stringify(turned)))).toBe('accepted');
});

test('a token is accepted on every request until it expires', () => {
  const [text, verifier] = [token(), verifierOf()];
  expect([1, 2, 3].map(() => verdict(text, verifier))).toEqual(['accepted', 'accepted', 'accepted']);
});
