import { Module } from '@nestjs/common';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startService, StubBank, type TestDatabase } from '@latchkey/testing';
import { keyReport, type ReplicaReport } from '@latchkey/verifier/contract';
import pg from 'pg';
import { AuthModule } from '../src/index.js';
import { database, start, until, verifying, type Verifying } from './support/verifying-service.js';

let issued = 1;
@Module({ imports: [AuthModule.forService({ audience: 'retirement', issuesVersion: () => issued })] })
class IssuingModule {}

let bank: StubBank;
let own: TestDatabase;
let client: pg.Client;
let service: Verifying;
let issuing: Verifying;
beforeAll(async () => {
  bank = await new StubBank().start();
  own = await database();
  client = new pg.Client(own.url);
  await client.connect();
  service = await start(bank.url, own);
  issuing = await startService(
    { ...verifying, module: () => IssuingModule },
    { database: own, env: { BANK_URL: bank.url } },
  );
});
afterAll(async () => {
  await service?.close();
  await issuing?.close();
  await client?.end();
  await bank?.stop();
  await own?.drop();
});

const replicas = async (): Promise<ReplicaReport[]> =>
  keyReport.parse((await service.request.get('/internal/keys').expect(200)).body).replicas;
const issuedBy = async (): Promise<(number | null | undefined)[]> => (await replicas()).map(({ issues }) => issues);

test('each replica says which versions it verifies, and only one that issues says which', async () => {
  const seen = await until(replicas, (all) => all.length === 2);
  expect(seen.map(({ tokenVersions }) => tokenVersions)).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(seen.filter((one) => 'issues' in one).map(({ issues }) => issues)).toEqual([1]);
});

test('another version that is issued is reported within two seconds, not with the next report', async () => {
  issued = 2;
  const changed = performance.now();
  expect(await until(issuedBy, (all) => all.includes(2))).toContain(2);
  expect(performance.now() - changed).toBeLessThan(2_000);
});

test('a replica of the release before, which says nothing of versions, is reported without any', async () => {
  await client.query(
    `INSERT INTO auth_replicas (instance, thumbprints, signing, fault, feed_age, seen_at)
     VALUES ('before', '{}', NULL, NULL, 0.5, clock_timestamp())`,
  );
  const before = (await replicas()).find(({ instance }) => instance === 'before');
  expect(Object.keys(before!).toSorted()).toEqual(['fault', 'feedAge', 'instance', 'seenAt', 'signing', 'thumbprints']);
});
