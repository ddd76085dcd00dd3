import { describe, expect, test } from '@jest/globals';
import { claims, HEADER, token, tokenOfTexts } from '@latchkey/testing/tokens';
import { verdict, verifierOf } from './support/verifier.js';

// Each is signed with the right key: another service has a copy of it, and may write anything but what the bank would write.
const sixteen = Array.from({ length: 16 }, (_, index) => `role-${String.fromCharCode(97 + index)}`);

describe('rights are in the one form that the bank writes', () => {
  const wrong: Record<string, unknown[]> = {
    roles: [
      ['support', 'adviser'],
      ['support', 'support'],
      ['a', 'b', 'a'],
      [...sixteen, 'support'],
      ['Support'],
      ['support '],
      ['support\n'],
      ['1support'],
      ['-support'],
      ['suppört'],
      ['s\u0000'],
      [''],
      ['*'],
      ['x'.repeat(33)],
      [['support']],
      [{ name: 'support' }],
      [1],
      [null],
      [true],
      'support',
      'support adviser',
      { 0: 'support', length: 1 },
      {},
      null,
      true,
      0,
      undefined,
    ],
    rv: [-1, 1.5, '0', '', true, false, null, [0], {}, Number.MAX_SAFE_INTEGER + 1, 1e21, undefined],
    client_id: ['', 'Bank', 'bank ', 'http://bank', '1bank', 'x'.repeat(33), ['bank'], 1, null, undefined],
    trv: ['', 'Cookie', 'COOKIE', 'header', 'any', 'page', ['cookie'], ['cookie', 'bearer'], 1, true, null, undefined],
  };
  const cases = Object.entries(wrong).flatMap(([name, values]) => values.map((value) => ({ name, value })));
  test.each(cases)('$name $value is refused', ({ name, value }) =>
    expect(verdict(token({ [name]: value }))).toBe(`token_invalid: claim_${name}`),
  );

  test.each([
    [{ roles: [] }],
    [{ roles: ['support'] }],
    [{ roles: ['adviser', 'support'] }],
    [{ roles: ['a', 'a-', 'a-b', 'a0', 'aa'] }],
    [{ roles: sixteen }],
    [{ roles: ['x'.repeat(32)] }],
    [{ rv: 0 }],
    [{ rv: Number.MAX_SAFE_INTEGER }],
    [{ client_id: 'retirement' }],
    [{ trv: 'cookie' }],
  ])('%j is accepted', (changes) => expect(verdict(token(changes))).toBe('accepted'));

  test('0 has no sign', () => {
    const text = JSON.stringify(claims()).replace('"rv":0', '"rv":-0');
    expect(verdict(tokenOfTexts(JSON.stringify(HEADER), text))).toBe('token_invalid: not_canonical_json');
  });
});

describe('no version borrows from another', () => {
  test.each([
    ['roles', ['support']],
    ['roles', []],
    ['rv', 0],
    ['client_id', 'bank'],
    ['trv', 'cookie'],
  ])('%s %j in a token of version 1 is refused', (name, value) =>
    expect(verdict(token({ ver: 1, [name]: value }))).toBe('token_invalid: claim_set'),
  );

  test('all of version 2 in a token of version 1 are refused', () =>
    expect(verdict(token({ ver: 1, roles: ['support'], rv: 1, client_id: 'bank', trv: 'bearer' }))).toBe(
      'token_invalid: claim_set',
    ));

  test.each([0, 3, 1.5, -1, '1', '2', null, undefined, [2], true])('version %j is refused', (ver) =>
    expect(verdict(token({ ver }))).toBe('token_invalid: claim_ver'),
  );

  test.each(['role', 'rights', 'permissions', 'groups', 'scope', 'entitlements', 'Roles', 'cnf'])(
    '%s is no claim of version 2',
    (name) => expect(verdict(token({ [name]: ['support'] }))).toBe('token_invalid: claim_set'),
  );
});

test('nobody adds a role to a token that others share', () => {
  const read = verifierOf().verify(token({ roles: ['adviser'] }));
  expect(() => ('roles' in read ? read.roles.push('support') : 0)).toThrow(TypeError);
  expect(() => Object.assign(read, { roles: ['support'], rv: 9 })).toThrow(TypeError);
});
