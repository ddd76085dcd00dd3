import { expect, test } from '@jest/globals';
import * as contract from '../src/contract/index.js';
import * as auth from '../src/index.js';

test('what the package exports', () => {
  expect(Object.keys(auth).toSorted()).toEqual([
    'ACCESS_COOKIE',
    'ACCESS_TOKEN_TYP',
    'AllowExpired',
    'AllowSameSite',
    'AuthModule',
    'Caller',
    'HINT_COOKIE',
    'KeyRing',
    'Public',
    'REFRESH_COOKIE',
    'TokenVerifier',
    'accessCookie',
    'authFaults',
    'authSettings',
    'clearedSessionCookies',
    'hintCookie',
    'issuerOf',
    'requireOwnOrigin',
  ]);
});

test('what the contract exports', () => {
  expect(Object.keys(contract).toSorted()).toEqual([
    'accessTokenClaims',
    'issuedId',
    'loginAnswer',
    'meAnswer',
    'problem',
    'serviceEntry',
    'serviceId',
    'servicesAnswer',
    'username',
  ]);
});
