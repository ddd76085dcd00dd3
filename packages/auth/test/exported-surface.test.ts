import { expect, test } from '@jest/globals';
import * as auth from '../src/index.js';

test('what the package exports', () => {
  expect(Object.keys(auth).toSorted()).toEqual([
    'AllowExpired',
    'AllowRevoked',
    'AllowSameSite',
    'AuthModule',
    'Caller',
    'MaxStaleness',
    'Public',
    'Roles',
    'Sensitive',
    'asAppError',
    'authErrors',
    'authSettings',
    'bankAddress',
    'bankAsked',
    'checked',
    'csrfRefused',
    'deliveryInvalid',
    'isFromOwnPage',
    'issuerOf',
    'logoutLagHistogram',
    'replicaTables',
    'requireDeploymentOrigin',
    'requireOwnOrigin',
    'sessionEnded',
    'verifierSettings',
    'verifierTables',
  ]);
});
