import { expect, test } from '@jest/globals';
import type * as schemas from '../src/contract/access-token.contract.js';
import type { AccessTokenClaims } from '../src/contract/access-token.js';
import type { deliveryClaims, serviceKey } from '../src/contract/delivery.contract.js';
import type { DeliveryClaims, ServiceKey } from '../src/contract/delivery.js';
import type { keyReport, replicaReport } from '../src/contract/key-report.contract.js';
import type { KeyReport, ReplicaReport } from '../src/contract/key-report.js';
import type { revocationsClaims1, revocationsClaims2 } from '../src/contract/revocations.contract.js';
import type { RevocationsClaims1, RevocationsClaims2 } from '../src/contract/revocations.js';
import type { servicesAnswer } from '../src/contract/services.contract.js';
import type { ServicesAnswer } from '../src/contract/services.js';
import type { infer as Inferred } from '../src/schema/zod.js';

// Members of an intersection are compared one by one.
type Flat<T> = T extends object ? { [Name in keyof T]: T[Name] } : T;
type Same<A, B> =
  (<T>() => T extends Flat<A> ? 1 : 2) extends <T>() => T extends Flat<B> ? 1 : 2 ? true : 'not what the schema says';

// Whoever has no zod reads these types, whoever has it the schemas': the compiler holds each to be the other.
const types: {
  claims: Same<AccessTokenClaims, Inferred<typeof schemas.accessTokenClaims>>;
  delivery: Same<DeliveryClaims, Inferred<typeof deliveryClaims>>;
  serviceKey: Same<ServiceKey, Inferred<typeof serviceKey>>;
  keyReport: Same<KeyReport, Inferred<typeof keyReport>>;
  replicaReport: Same<ReplicaReport, Inferred<typeof replicaReport>>;
  revocations1: Same<RevocationsClaims1, Inferred<typeof revocationsClaims1>>;
  revocations2: Same<RevocationsClaims2, Inferred<typeof revocationsClaims2>>;
  services: Same<ServicesAnswer, Inferred<typeof servicesAnswer>>;
} = {
  claims: true,
  delivery: true,
  serviceKey: true,
  keyReport: true,
  replicaReport: true,
  revocations1: true,
  revocations2: true,
  services: true,
};

test('every type that stands without zod is the one of its schema', () => {
  expect(Object.values(types)).toEqual(Object.keys(types).map(() => true));
});
