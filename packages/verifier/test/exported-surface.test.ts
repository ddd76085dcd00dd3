import { expect, test } from '@jest/globals';
import * as contract from '../src/contract/index.js';

test('what the contract exports', () => {
  expect(Object.keys(contract).toSorted()).toEqual([
    'DELIVERY_TYP',
    'ISSUED_ID',
    'MAX_AS_OF_AHEAD_MS',
    'REVOCATIONS_TYP',
    'accessTokenClaims',
    'currentAnswer',
    'deliveryBody',
    'deliveryClaims',
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
    'serviceKey',
    'serviceKeyFile',
    'servicesAnswer',
    'sessionCursor',
    'sessionEntry',
    'sessionsAnswer',
    'username',
  ]);
});
