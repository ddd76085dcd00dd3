import { createPublicKey, createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { KeyRing } from '../src/keys/key-ring.js';
import { ecPair, HEADER, token } from '@latchkey/testing/tokens';
import { ringOfSecret, verdict, verifierOf } from './support/verifier.js';

const ringWith = (key: unknown, alg = 'HS256'): KeyRing =>
  Object.assign(ringOfSecret(), { find: () => ({ kid: HEADER.kid, alg, key, thumbprint: '' }) });

test('a key of the wrong kind is a refusal, not a failure of the service', () => {
  const secret = createSecretKey(randomBytes(32));
  expect(verdict(token(), verifierOf(ringWith(undefined)))).toBe('token_invalid: unexpected');
  expect(verdict(token(), verifierOf(ringWith('a string', 'HS256')))).toMatch(
    /^token_invalid: (signature|unexpected)$/,
  );
  expect(verdict(token(), verifierOf(ringWith(createPublicKey(ecPair().privateKey))))).toBe(
    'token_invalid: unexpected',
  );
  const es256 = token({}, { ...HEADER, alg: 'ES256' }, () => randomBytes(64));
  expect(verdict(es256, verifierOf(ringWith(secret, 'ES256')))).toBe('token_invalid: unexpected');
});

test('a ring that throws is a refusal', () => {
  const ring = Object.assign(ringOfSecret(), {
    find: () => {
      throw new TypeError('broken');
    },
  });
  expect(verdict(token(), verifierOf(ring))).toBe('token_invalid: unexpected');
});
