import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { b64, claims, ecJwk, ecPair, es256, HEADER, hs256, octJwk, TEST_SECRET, token } from '@latchkey/testing/tokens';
import { ringOf, verdict, verifierOf } from './support/verifier.js';

const bytes = randomBytes(32);
const pair = ecPair();
const both = verifierOf(ringOf(octJwk(bytes, 'h1'), ecJwk(pair.publicKey, 'e1')));
const header = (alg: unknown, kid = 'h1'): Record<string, unknown> => ({ alg, kid, typ: 'at+jwt' });

describe('the key has one algorithm, and the header may only agree', () => {
  test.each([
    'none',
    'None',
    'nOnE',
    '',
    'hs256',
    'HS384',
    'HS512',
    'ES256',
    'RS256',
    'PS256',
    'EdDSA',
    'HS256 ',
    'A128KW',
    'dir',
  ])('alg %j on an HS256 key is refused although the signature is right', (alg) =>
    expect(verdict(token({}, header(alg), hs256(bytes)), both)).toBe('token_invalid: alg_mismatch'),
  );

  test.each([[null], [1], [['HS256']], [{}], [undefined], [true]])('alg %j, which is no text, is refused', (alg) => {
    expect(verdict(token({}, header(alg), hs256(bytes)), both)).toBe('token_invalid: header_members');
  });

  test('an HMAC made with the text of a public key is refused', () => {
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' });
    const der = pair.publicKey.export({ type: 'spki', format: 'der' });
    for (const secret of [pem, der, JSON.stringify(pair.publicKey.export({ format: 'jwk' }))]) {
      expect(verdict(token({}, header('HS256', 'e1'), hs256(secret)), both)).toBe('token_invalid: alg_mismatch');
      expect(verdict(token({}, header('ES256', 'e1'), hs256(secret)), both)).toBe('token_invalid: signature_length');
    }
  });

  test('a signature of the EC key under the kid of the symmetric key is refused', () => {
    expect(verdict(token({}, header('ES256', 'h1'), es256(pair.privateKey)), both)).toBe('token_invalid: alg_mismatch');
    expect(verdict(token({}, header('HS256', 'h1'), es256(pair.privateKey)), both)).toBe(
      'token_invalid: signature_length',
    );
  });

  test('HS384 and HS512 signatures of the right key are refused under the name HS256', () => {
    expect(verdict(token({}, HEADER, hs256(TEST_SECRET, 'sha384')))).toBe('token_invalid: signature_length');
    expect(verdict(token({}, HEADER, hs256(TEST_SECRET, 'sha512')))).toBe('token_invalid: signature_length');
  });
});

describe('without a right signature nothing is believed', () => {
  const unsigned = (alg: string): string => `${b64(JSON.stringify(header(alg)))}.${b64(JSON.stringify(claims()))}`;
  test.each(['none', 'HS256'])('an unsigned token with alg %s is refused in every spelling', (alg) => {
    for (const text of [unsigned(alg), `${unsigned(alg)}.`, `${unsigned(alg)}.AA`, `${unsigned(alg)}..`]) {
      expect(verdict(text, both)).toMatch(/^token_invalid: /);
    }
  });

  test('an ECDSA signature of zeros is refused', () => {
    expect(
      verdict(
        token({}, header('ES256', 'e1'), () => Buffer.alloc(64)),
        both,
      ),
    ).toBe('token_invalid: signature');
  });

  test('an ECDSA signature in DER is refused', () => {
    expect(verdict(token({}, header('ES256', 'e1'), es256(pair.privateKey, 'der')), both)).toBe(
      'token_invalid: signature_length',
    );
  });

  test.each([0, 1, 16, 20, 31, 33, 64])(
    'the first bytes of a right HMAC, or more than it (%i), are refused',
    (length) => {
      const cut = (signed: string): Buffer => Buffer.concat([hs256()(signed), Buffer.alloc(64)]).subarray(0, length);
      expect(verdict(token({}, HEADER, cut))).toBe(
        length === 0 ? 'token_invalid: not_canonical_base64url' : 'token_invalid: signature_length',
      );
    },
  );
});
