import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { claims, HEADER, TEST_ISSUER, now, token, tokenOfTexts } from '@latchkey/testing/tokens';
import { verdict, verifierOf } from './support/verifier.js';

describe('iss is exactly the bank', () => {
  test.each([
    `${TEST_ISSUER}/`,
    TEST_ISSUER.toUpperCase(),
    `${TEST_ISSUER} `,
    'http://bank.demo.localhost',
    'https://bank.demo.localhost:3001',
    'bank',
  ])('%j is refused', (iss) => expect(verdict(token({ iss }))).toBe('token_invalid: claim_issuer'));

  test.each([[[TEST_ISSUER]], [{ iss: TEST_ISSUER }], [null], [undefined], [1], ['']])(
    '%j, which is no issuer, is refused',
    (iss) => {
      expect(verdict(token({ iss }))).toBe('token_invalid: claim_iss');
    },
  );
});

describe('every claim of the contract is there, in the form that the issuer writes', () => {
  const id = randomUUID();
  const wrongIds = [
    '',
    '1',
    id.toUpperCase(),
    `${id} `,
    id.replaceAll('-', ''),
    `{${id}}`,
    1,
    null,
    [id],
    undefined,
    '00000000-0000-0000-0000-000000000000',
  ];
  const wrongTimes = ['1700000000', 1.5, 0, -1, null, true, [now()], {}, undefined, Number.MAX_SAFE_INTEGER + 1, 1e21];
  const wrong: Record<string, unknown[]> = {
    sub: wrongIds,
    sid: wrongIds,
    jti: wrongIds,
    iat: wrongTimes,
    exp: wrongTimes,
    auth_time: wrongTimes,
    acr: ['', 1, null, undefined, ['1'], 'a b', 'x'.repeat(65)],
    amr: ['pwd', [], [1], [''], ['PWD'], null, undefined, { 0: 'pwd' }, Array(9).fill('pwd')],
    preferred_username: [
      '',
      'ad',
      'Ada',
      'ad a',
      'ada\n',
      'ädä',
      'x'.repeat(65),
      1,
      null,
      undefined,
      ['ada'],
      '\ud800ada',
    ],
    ver: ['1', '2', 3, 0, -1, 1.5, null, undefined, true, [1], [2]],
  };
  const cases = Object.entries(wrong).flatMap(([name, values]) => values.map((value) => ({ name, value })));
  test.each(cases)('$name $value is refused', ({ name, value }) => {
    expect(verdict(token({ [name]: value }))).toBe(`token_invalid: claim_${name}`);
  });
});

describe('a claim that the issuer does not write marks another kind of token', () => {
  test.each([
    'nbf',
    'nonce',
    'at_hash',
    'c_hash',
    'azp',
    'scope',
    'cnf',
    'act',
    'may_act',
    'events',
    'email',
    'name',
    'role',
    'admin',
    'revoked',
    '',
    'constructor',
    'toString',
  ])('%j is refused', (name) => expect(verdict(token({ [name]: 1 }))).toBe('token_invalid: claim_set'));

  test('__proto__ as a claim is refused, with the claims in it and beside it', () => {
    const text = JSON.stringify(claims());
    const inside = `{"__proto__":${text}}`;
    const beside = text.replace('{', '{"__proto__":{"admin":true},');
    expect(JSON.stringify(JSON.parse(beside))).toBe(beside);
    for (const payload of [inside, beside])
      expect(verdict(tokenOfTexts(JSON.stringify(HEADER), payload))).toMatch(/^token_invalid: claim_/);
  });
});

describe('how long a token may live', () => {
  const living = (seconds: number): string => token({ iat: now(), exp: now() + seconds });
  test('TOKEN_TTL is the longest', () => {
    expect(verdict(living(900))).toBe('accepted');
    expect(verdict(living(901))).toBe('token_invalid: lifetime');
    expect(verdict(token({ exp: Number.MAX_SAFE_INTEGER }))).toBe('token_invalid: lifetime');
  });

  test('a token that ends before it begins is refused', () => {
    expect(verdict(token({ iat: now() + 30, exp: now() + 20 }))).toBe('token_invalid: lifetime');
    expect(verdict(token({ iat: now() + 30, exp: now() + 30 }))).toBe('token_invalid: lifetime');
  });
});

test('the claims of a verified token cannot be changed', () => {
  const read = verifierOf().verify(token());
  expect(() => Object.assign(read, { sub: 'x' })).toThrow(TypeError);
  expect(() => read.aud.push('x')).toThrow(TypeError);
  expect(() => read.amr.push('x')).toThrow(TypeError);
});
