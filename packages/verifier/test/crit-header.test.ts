import { describe, expect, test } from '@jest/globals';
import { ecJwk, ecPair, HEADER, hs256, token } from '@latchkey/testing/tokens';
import { verdict } from './support/verifier.js';

const jwk = ecJwk(ecPair().publicKey, 'e1');

describe('only alg, kid and typ may stand in the header', () => {
  test.each(
    Object.entries({
      crit: ['exp'],
      b64: true,
      jwk,
      jku: 'http://bank.demo.localhost:3001/.well-known/jwks.json',
      x5u: 'http://bank.demo.localhost:3001/cert',
      x5c: ['MIIB'],
      x5t: 'abc',
      'x5t#S256': 'abc',
      cty: 'JWT',
      zip: 'DEF',
      enc: 'A256GCM',
      epk: jwk,
      p2c: 1_000_000,
      nonce: 'abc',
      iss: 'http://bank.demo.localhost:3001',
      ALG: 'HS256',
      '': '',
    }),
  )('%s is refused', (name, value) => {
    expect(verdict(token({}, { ...HEADER, [name]: value }, hs256()))).toBe('token_invalid: header_members');
  });

  test('an own member named __proto__ is refused', () => {
    const header = JSON.parse(JSON.stringify(HEADER).replace('{', '{"__proto__":{"crit":[]},')) as Record<
      string,
      unknown
    >;
    expect(verdict(token({}, header))).toBe('token_invalid: header_members');
  });

  test.each(['alg', 'kid', 'typ'])('a header without %s is refused', (name) => {
    expect(verdict(token({}, { ...HEADER, [name]: undefined }))).toBe('token_invalid: header_members');
  });

  test.each(['alg', 'kid', 'typ'])('a header with crit in the place of %s is refused', (name) => {
    expect(verdict(token({}, { ...HEADER, [name]: undefined, crit: [] }))).toBe('token_invalid: header_members');
  });
});

describe('typ is at+jwt and nothing else', () => {
  test.each([
    'JWT',
    'at+JWT',
    'AT+JWT',
    'application/at+jwt',
    'at+jwt ',
    'id+jwt',
    'dpop+jwt',
    'logout+jwt',
    'svc+jwt',
    'revocations+jwt',
    '',
  ])('%j is refused', (typ) => expect(verdict(token({}, { ...HEADER, typ }))).toBe('token_invalid: header_typ'));
});
