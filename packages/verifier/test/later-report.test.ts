import { expect, test } from '@jest/globals';
import { keyReport } from '../src/contract/index.js';

const replica = { instance: 'a', thumbprints: ['x'], signing: null, fault: null, feedAge: 0.4 };
const [ofBefore, ofNow] = [
  { ...replica, seenAt: '2026-11-27T09:30:00.000Z' },
  { ...replica, tokenVersions: [1, 2], issues: 2, seenAt: '2026-11-27T09:30:00.000Z' },
];
const report = { service: 'bank', tokenTtl: 900, replicas: [ofBefore, ofNow] };

test('a report of the release before is read, and says nothing of versions', () => {
  expect(keyReport.parse(report)).toEqual(report);
  expect(keyReport.parse(report).replicas[0]).not.toHaveProperty('tokenVersions');
});

test('a report of a later release is read without what is new in it', () => {
  const later = { ...report, region: 'eu', replicas: [ofBefore, { ...ofNow, tokenVersions: [1, 2, 3], audits: true }] };
  expect(keyReport.parse(later)).toEqual({ ...report, replicas: [ofBefore, { ...ofNow, tokenVersions: [1, 2, 3] }] });
});

test.each([
  ['versions as text', { tokenVersions: ['2'] }],
  ['one version', { tokenVersions: 2 }],
  ['version 0', { tokenVersions: [0] }],
  ['an issued version as text', { issues: '2' }],
  ['no thumbprints', { thumbprints: undefined }],
])('%s is no report', (_, changes) => {
  expect(keyReport.safeParse({ ...report, replicas: [{ ...ofNow, ...changes }] }).success).toBe(false);
});
