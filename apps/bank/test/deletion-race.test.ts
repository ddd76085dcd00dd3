import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { EventRepository } from '../src/audit/event.repository.js';
import { AccountStatusSteps } from '../src/commands/account-status.js';
import { RoleSteps } from '../src/commands/role-steps.js';
import { PasswordsService } from '../src/passwords/passwords.service.js';
import { RightsRepository } from '../src/rights/rights.repository.js';
import { SessionRepository } from '../src/sessions/session.repository.js';
import { LoginCountRepository } from '../src/throttle/login-count.repository.js';
import { UserRepository } from '../src/users/user.repository.js';
import { login, patiently, startBank, type Bank } from './bank.js';
import { until } from './feed-reader.js';
import { holdTable } from './held-table.js';
import { leaversOf, type Leavers } from './leavers.js';
import { sql, type SignedIn } from './signed-in.js';

const BY = { operator: 'test', host: 'test' };
let bank: Bank;
let replica: Bank;
let leavers: Leavers;
let count = 0;
let name: string;
let ada: SignedIn;
beforeAll(async () => {
  const env = { THROTTLE_ADDRESS: '0' };
  bank = await startBank(env);
  replica = await startBank(env, bank.database);
  leavers = leaversOf(bank);
  // What a bank records of its keys at boot would wait at a held lock, and be taken for who is expected there.
  await until(async () => (await sql(bank, "SELECT 1 FROM events WHERE kind = 'key_promoted'")).length > 0);
});
beforeEach(async () => {
  name = `ada-${(count += 1)}`;
  ada = await leavers.person(name);
});
afterAll(async () => {
  await replica?.close();
  await bank?.close();
});

function steps(): { roles: RoleSteps; status: AccountStatusSteps } {
  const database = bank.app.get(Database);
  const [users, sessions, events] = [
    new UserRepository(database),
    new SessionRepository(database),
    new EventRepository(database),
  ];
  return {
    roles: new RoleSteps(users, sessions, new RightsRepository(database), events, database),
    status: new AccountStatusSteps(users, sessions, new LoginCountRepository(database), events, database),
  };
}

describe('at the same moment', () => {
  test('two replicas delete each account once', async () => {
    const leaving: SignedIn[] = [];
    for (let i = 0; i < 25; i += 1) leaving.push(await leavers.person(`both-${count}-${i}`));
    for (const one of leaving) await leavers.leave(one, 8);
    let removed = 0;
    while (removed < leaving.length) {
      const rounds = [bank, replica, bank, replica].map((at) => leavers.removeDue(at));
      removed += (await Promise.all(rounds)).reduce((sum, some) => sum + some);
    }
    expect(removed).toBe(leaving.length);
    expect(new Set(await Promise.all(leaving.map((one) => leavers.cursorOf(one)))).size).toBe(leaving.length);
  });

  test('one replica alone deletes, so that cursors are committed in their order', async () => {
    const other = await leavers.person(`other-${count}`);
    for (const one of [ada, other]) await leavers.leave(one, 8);
    const held = await holdTable(bank, 'deleted_accounts');
    const deleting = leavers.removeDue();
    await held.waiting(1);
    // It would wait with the other account in its hands, and for a cursor that is taken.
    expect(await Promise.race([leavers.removeDue(replica), sleep(1_000, 'waits')])).toBe(0);
    await held.release();
    expect(await deleting).toBe(2);
    expect(Number(await leavers.cursorOf(other))).toBe(Number(await leavers.cursorOf(ada)) + 1);
  });

  test('a login that waits for the deletion is refused as that of nobody', async () => {
    await leavers.leave(ada, 8);
    const verify = jest.spyOn(bank.app.get(PasswordsService), 'verify').mockResolvedValue('right');
    const held = await holdTable(bank, 'deleted_accounts');
    const deleting = leavers.removeDue();
    await held.waiting(1);
    const logging = login(bank, name).then((answer) => answer);
    await held.waiting(2);
    await held.release();
    expect(await deleting).toBe(1);
    expect((await logging).body).toMatchObject({ status: 401, code: 'invalid_credentials' });
    verify.mockRestore();
    expect(await leavers.placesOf(ada.sub)).toEqual(['deleted_accounts', 'events']);
  });

  test('a login that comes first keeps the account', async () => {
    await leavers.leave(ada, 8);
    const verify = jest.spyOn(bank.app.get(PasswordsService), 'verify').mockResolvedValue('right');
    const held = await holdTable(bank, 'events');
    const logging = login(bank, name).then((answer) => answer);
    await held.waiting(1);
    expect(await leavers.removeDue(replica)).toBe(0);
    await held.release();
    expect((await logging).status).toBe(200);
    verify.mockRestore();
    expect(await leavers.removeDue(replica)).toBe(0);
    expect(await leavers.exists(ada)).toBe(true);
  });

  test('logins and deletions in a crowd leave each account whole or gone', async () => {
    const crowd: { name: string; one: SignedIn }[] = [];
    for (let i = 0; i < 12; i += 1)
      crowd.push({ name: `crowd-${count}-${i}`, one: await leavers.person(`crowd-${count}-${i}`) });
    for (const { one } of crowd) await leavers.leave(one, 8);
    const jobs = [bank, replica].map((at) => leavers.removeDue(at));
    const logins = crowd.map((who) => patiently(() => login(bank, who.name)));
    const answers = await Promise.all(logins);
    await Promise.all(jobs);
    await leavers.removeDue();
    for (const [index, { one }] of crowd.entries()) {
      const isKept = answers[index]!.status === 200;
      expect([200, 401]).toContain(answers[index]!.status);
      expect([await leavers.exists(one), (await leavers.cursorOf(one)) === undefined]).toEqual([isKept, isKept]);
    }
  });
});

test('a job that is killed has removed nothing by halves, and another does its work', async () => {
  await leavers.leave(ada, 8);
  const places = await leavers.placesOf(ada.sub);
  const held = await holdTable(bank, 'deleted_accounts');
  const killed = leavers.removeDue();
  await held.waiting(1);
  // While it lives, no other begins.
  expect(await leavers.removeDue(replica)).toBe(0);
  await held.cut();
  expect(await killed).toBe(0);
  await held.release();
  expect(await leavers.placesOf(ada.sub)).toEqual(places);
  expect(await leavers.removeDue(replica)).toBe(1);
  expect(await leavers.placesOf(ada.sub)).toEqual(['deleted_accounts', 'events']);
});

test.each([
  ['given a role', () => steps().roles.grant(name, 'support', ['support'], BY)],
  ['disabled', () => steps().status.run('disable', name, BY)],
])('who is gone before they are %s is nobody by then', async (_, step) => {
  await leavers.leave(ada, 8);
  const held = await holdTable(bank, 'deleted_accounts');
  const deleting = leavers.removeDue();
  await held.waiting(1);
  const late = step();
  await held.waiting(2);
  await held.release();
  expect(await deleting).toBe(1);
  expect(await late).toBeUndefined();
  expect(await leavers.placesOf(ada.sub)).toEqual(['deleted_accounts', 'events']);
});
