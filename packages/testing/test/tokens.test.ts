import { createHmac } from 'node:crypto';
import { accessTokenClaims } from '@latchkey/verifier/contract';
import { TEST_SECRET, tokenFor } from '@latchkey/testing';
import { expect, test } from '@jest/globals';

const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as unknown;

test('a token for tests keeps the contract and bears the signature of the shared secret', () => {
  const [header, claims, signature] = tokenFor({ preferred_username: 'grace' }).split('.');
  expect(accessTokenClaims.parse(decode(claims))).toMatchObject({ preferred_username: 'grace', ver: 2 });
  expect(signature).toBe(createHmac('sha256', TEST_SECRET).update(`${header}.${claims}`).digest('base64url'));
});

test('overrides forge any member, and leave one out', () => {
  const [header, claims] = tokenFor({}, { header: { alg: 'none' }, claims: { ver: 3, sid: undefined } }).split('.');
  expect(decode(header)).toMatchObject({ alg: 'none', typ: 'at+jwt' });
  expect(decode(claims)).toMatchObject({ ver: 3 });
  expect(decode(claims)).not.toHaveProperty('sid');
});
