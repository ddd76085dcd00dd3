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
    'KeySetError',
    'MaxStaleness',
    'OUT_COOKIE',
    'Public',
    'REFRESH_COOKIE',
    'RevokedSessions',
    'Sensitive',
    'TokenVerifier',
    'accessCookie',
    'authFaults',
    'authSettings',
    'bankAddress',
    'clearedBankCookies',
    'clearedSessionCookies',
    'cookiesNamed',
    'hintCookie',
    'isFromOwnPage',
    'issuerOf',
    'keySetOfFile',
    'outCookie',
    'refreshCookie',
    'replicaTables',
    'requireHouseOrigin',
    'requireOwnOrigin',
    'revocationSeconds',
    'secretFault',
    'sessionEnded',
    'thumbprint',
    'verifierSettings',
    'verifierTables',
  ]);
});

test('what the contract exports', () => {
  expect(Object.keys(contract).toSorted()).toEqual([
    'ISSUED_ID',
    'REVOCATIONS_TYP',
    'accessTokenClaims',
    'endReason',
    'issuedId',
    'keyReport',
    'loginAnswer',
    'meAnswer',
    'problem',
    'refreshBody',
    'replicaReport',
    'revocationsClaims',
    'serviceEntry',
    'serviceId',
    'servicesAnswer',
    'sessionEntry',
    'sessionsAnswer',
    'username',
  ]);
});
