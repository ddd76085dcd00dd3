import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asOwner, tokenFor, waitUntil } from '@latchkey/testing';
import { StubBank, startService, testDatabase, type TestDatabase } from '@latchkey/testing';
import { retirement } from '../src/retirement.module.js';
import type { Replica } from './logout/stack.js';

let bank: StubBank;
let database: TestDatabase;
const running: Replica[] = [];
beforeAll(async () => {
  bank = await new StubBank().start();
  database = await testDatabase(retirement);
});
afterAll(async () => {
  for (const replica of running) await replica.close();
  await bank?.stop();
  await database?.drop();
});

async function start(): Promise<Replica> {
  const replica = await startService(retirement, { env: { BANK_URL: bank.url }, database });
  running.push(replica);
  return replica;
}

/** Somebody with a plan that advisers may read. */
async function person({ request }: Replica): Promise<string> {
  const sub = randomUUID();
  const token = tokenFor({ sub, preferred_username: `ada-${sub.slice(0, 8)}` });
  await request.put('/api/plan').auth(token, { type: 'bearer' }).send({ retirementAge: 60, monthlyWishMinor: '1' });
  await request.put('/api/plan/permission').auth(token, { type: 'bearer' }).send({ allowed: true }).expect(200);
  return sub;
}

async function rowsOf(sub: string): Promise<number> {
  const of = (table: string) => asOwner(database, `SELECT 1 FROM ${table} WHERE owner = '${sub}'`);
  return (await of('plan')).length + (await of('plan_permission')).length;
}

test('plan and permission of a deleted account are removed, at two replicas, and those of others stay', async () => {
  const [replica] = [await start(), await start()];
  const [leaving, staying] = [await person(replica), await person(replica)];
  bank.feed.deleteAccounts(leaving, randomUUID());
  await waitUntil(async () => (await rowsOf(leaving)) === 0);
  expect(await rowsOf(staying)).toBe(2);
});

test('a service that was down hears of it when it is back', async () => {
  const replica = running[0]!;
  const sub = await person(replica);
  for (const one of running.splice(0)) await one.close();
  bank.feed.deleteAccounts(sub);
  await start();
  await waitUntil(async () => (await rowsOf(sub)) === 0);
});

test('a removal that fails removes nothing by halves, and is tried again until it succeeds', async () => {
  const replica = running[0]!;
  const sub = await person(replica);
  await asOwner(
    database,
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$`,
  );
  await asOwner(database, 'CREATE TRIGGER refuse BEFORE DELETE ON plan FOR EACH ROW EXECUTE FUNCTION refuse()');
  bank.feed.deleteAccounts(sub);
  const failed = async () => {
    const { text } = await replica.request.get('/metrics');
    return Number(/^latchkey_deletions_total\{[^}]*outcome="failed"[^}]*\} (\d+)/m.exec(text)?.[1] ?? 0);
  };
  await waitUntil(async () => (await failed()) > 0);
  expect(await rowsOf(sub)).toBe(2);
  await asOwner(database, 'DROP TRIGGER refuse ON plan');
  await waitUntil(async () => (await rowsOf(sub)) === 0, 15_000);
}, 30_000);
