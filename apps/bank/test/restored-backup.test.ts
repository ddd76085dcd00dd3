import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { asOwner, TEST_ISSUER, TEST_SECRET, testDatabase, type TestDatabase } from '@latchkey/testing';
import { Verifier } from '@latchkey/verifier';
import { runUsers } from '../src/commands/users.command.js';
import { bank as definition } from '../src/bank.module.js';
import { login, register, startBank, type Bank } from './bank.js';
import { captureOutput, withVariables } from './command-output.js';
import { changeRights, deleteAccounts, storeInMemory, until } from './feed-reader.js';
import { endOf, eventsOf, signedIn, type SignedIn } from './signed-in.js';

// A bank whose rows are set back to an earlier moment, as by a backup, while services have heard of what came after it.
const TABLES = ['users', 'user_roles', 'known_addresses', 'sessions', 'deleted_accounts'];
let database: TestDatabase;
let bank: Bank;
let followers: Verifier[] = [];
let count = 0;
beforeAll(async () => {
  database = await testDatabase(definition);
  bank = await startBank({ THROTTLE_ADDRESS: '0' }, database);
});
beforeEach(() => asOwner(database, `CREATE SCHEMA kept`));
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(followers.splice(0).map((one) => one.stop()));
  await asOwner(database, 'DROP SCHEMA kept CASCADE');
});
afterAll(async () => {
  await bank?.close();
  await database?.drop();
});

const backUp = (): Promise<unknown> =>
  asOwner(database, TABLES.map((table) => `CREATE TABLE kept.${table} AS TABLE ${table}`).join(';'));

/** Stops the bank, restores the backup, does what is to be done before the start, and starts the bank where it was. */
async function restore(before: () => Promise<unknown> = async () => {}): Promise<void> {
  const env = { PORT: new URL(bank.url).port, THROTTLE_ADDRESS: '0' };
  await bank.close();
  const statements = [
    ...TABLES.toReversed().map((table) => `DELETE FROM ${table}`),
    ...TABLES.map((table) => `INSERT INTO ${table} SELECT * FROM kept.${table}`),
  ];
  await asOwner(database, `BEGIN; ${statements.join(';')}; COMMIT`);
  await before();
  bank = await startBank(env, database);
}

async function follow(): Promise<{ readonly verifier: Verifier; readonly removed: string[] }> {
  const removed: string[] = [];
  const verifier = new Verifier({
    issuer: TEST_ISSUER,
    audience: 'retirement',
    pages: { ownOrigin: 'http://retirement.demo.localhost:3002', sameSiteOrigins: () => [] },
    keys: { secret: TEST_SECRET },
    bankUrl: bank.url,
    store: storeInMemory(),
    onDeleted: async (sub) => void removed.push(sub),
  });
  followers.push(verifier);
  await verifier.start();
  await until(() => verifier.revoked.age(2) < 60);
  return { verifier, removed };
}

interface Person extends SignedIn {
  readonly name: string;
  readonly refreshToken: string;
}
async function signIn(name = `ada-${(count += 1)}`, isNew = true): Promise<Person> {
  if (isNew) await register(bank, name).expect(201);
  const { body } = await login(bank, name).expect(200);
  return { ...signedIn(body.access_token as string), name, refreshToken: body.refresh_token as string };
}
const refresh = async (token: string) =>
  (await bank.request.post('/api/refresh').send({ refresh_token: token })).body as Record<string, string>;

describe('after a backup was restored and `users restored` was run', () => {
  test('nobody gets back in with anything from before, and services take who logs in again', async () => {
    const [left, renewed, idle] = [await signIn(), await signIn(), await signIn()];
    const { verifier, removed } = await follow();
    await backUp();
    // What the backup does not know: an end, two renewals, a login and its end, changed rights, deleted accounts.
    await bank.request.post('/api/logout').set(left.headers).expect(204);
    const second = (await refresh(renewed.refreshToken))['refresh_token']!;
    const newest = (await refresh(second))['refresh_token']!;
    const late = await signIn(idle.name, false);
    await bank.request.post('/api/logout').set(late.headers).expect(204);
    for (let change = 0; change < 5; change++) await changeRights(bank, [idle.sub]);
    const deleted = await deleteAccounts(bank, 3);
    await until(() => removed.length === 3 && verifier.revoked.rightsOf(idle.sub) === 5);
    await until(() => verifier.revoked.has(left.sid) && verifier.revoked.has(late.sid));
    const { said } = captureOutput();
    await restore(async () => {
      const reset = withVariables({ DATABASE_URL: database.url });
      expect(await runUsers(['restored', '--as', 'eve'])).toBe(0);
      reset();
    });
    expect(said[0]).toMatch(/^3 sessions ended\. Tokens that were issued since the backup live for TOKEN_TTL/);
    for (const token of [
      left.refreshToken,
      renewed.refreshToken,
      second,
      newest,
      idle.refreshToken,
      late.refreshToken,
    ]) {
      const { code } = await refresh(token);
      expect(['session_ended', 'refresh_invalid']).toContain(code);
    }
    for (const one of [left, renewed, idle]) {
      expect(await endOf(bank, one)).toBe('ended_by_bank');
      expect((await bank.request.get('/api/me').set(one.headers)).status).toBe(401);
      expect((await eventsOf(bank, one)).at(-1)).toMatchObject({
        kind: 'sessions_ended_by_bank',
        detail: { operator: 'eve', sessions: '1', cause: 'restored' },
      });
    }
    // A service that knew all of it, and one that has only just begun.
    const fresh = await follow();
    for (const one of [left, renewed, idle]) {
      await until(() => verifier.revoked.has(one.sid) && fresh.verifier.revoked.has(one.sid));
    }
    expect(verifier.revoked.has(late.sid)).toBe(true);
    // Whose rights had changed since need not wait until services forget that.
    const again = await signIn(idle.name, false);
    const claims = JSON.parse(Buffer.from(again.token.split('.')[1]!, 'base64url').toString()) as { rv: number };
    expect(claims.rv).toBeGreaterThan(5);
    await bank.request.get('/api/me').set(again.headers).expect(200);
    // More deletions than there were since the backup: a service that was away must pass over none.
    const next = await deleteAccounts(bank, 5);
    await until(() => next.every((sub) => removed.includes(sub)));
    expect(removed.slice(0, 3)).toEqual(deleted);
  });

  test('the step may be taken again, and ends what has begun since', async () => {
    const one = await signIn();
    await backUp();
    captureOutput();
    const reset = withVariables({ DATABASE_URL: database.url });
    for (let times = 0; times < 2; times++) expect(await runUsers(['restored', '--json'])).toBe(0);
    reset();
    expect(await endOf(bank, one)).toBe('ended_by_bank');
    expect((await login(bank, one.name)).status).toBe(200);
  });
});

test('where that was forgotten, a token from after the backup ends its session: an older one of it opens nothing', async () => {
  const one = await signIn();
  await backUp();
  const newest = (await refresh(one.refreshToken))['refresh_token']!;
  await restore();
  expect(await refresh(newest)).toMatchObject({ code: 'refresh_invalid' });
  expect(await refresh(one.refreshToken)).toMatchObject({ code: 'session_ended', endReason: 'ended_by_bank' });
});
