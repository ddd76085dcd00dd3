import { expect, test } from '@jest/globals';
import { otherIssuers } from '../src/commands/contract/contract.rules.js';

const CHANGED_AT = new Date('2026-01-01T00:00:00.500Z');

test.each([
  ['that told of it since', 2, '2026-01-01T00:00:00.501Z', []],
  ['that told of another since', 1, '2026-01-01T00:00:00.501Z', ['issues version 1, not 2']],
  ['that told nothing of it since', undefined, '2026-01-01T00:00:00.501Z', ['issues version 1, not 2']],
  // It may have issued version 2 once before, and have yet to leave the version in between.
  ['that told of it before', 2, '2026-01-01T00:00:00.499Z', ['has not told since the change what it issues']],
  ['that told of it at that moment', 2, '2026-01-01T00:00:00.500Z', ['has not told since the change what it issues']],
])('a promotion waits for a replica of the bank unless it is one %s', (_, issues, seenAt, reasons) => {
  const report = { instance: 'bank-1', thumbprints: [], signing: null, fault: null, feedAge: 0, seenAt };
  const replica = issues === undefined ? report : { ...report, issues };
  const asked = ['bank', 'retirement'].map((service) => ({ service, url: 'http://127.0.0.1:1', replicas: [replica] }));
  expect(otherIssuers(asked, 2, CHANGED_AT)).toEqual(reasons.map((reason) => `bank: replica bank-1 ${reason}`));
});
