import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { asOwner } from '@latchkey/testing';
import { AccountDeletionJob } from '../src/account/account-deletion.job.js';
import { AccountDeletionService } from '../src/account/account-deletion.service.js';
import { login, startBank, type Bank } from './bank.js';
import { leaversOf, type Leavers } from './leavers.js';
import { eventsOf, signIn, sql, type SignedIn } from './signed-in.js';
import { grantRole } from './staff.js';

let bank: Bank;
let leavers: Leavers;
let count = 0;
let name: string;
let ada: SignedIn;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ADDRESS: '0' });
  leavers = leaversOf(bank);
});
beforeEach(async () => {
  name = `ada-${(count += 1)}`;
  ada = await leavers.person(name);
});
afterAll(() => bank?.close());

describe('an account whose 7 days are over', () => {
  test('is removed with all that hangs on it; its events stay until they expire', async () => {
    await grantRole(bank, ada.sub, 'adviser');
    await login(bank, name, 'wrong-horse-battery-staple').expect(401);
    const again = await signIn(bank, name);
    await leavers.leave(again, 7.001);
    expect(await leavers.placesOf(ada.sub)).toEqual(['events', 'known_addresses', 'sessions', 'user_roles', 'users']);
    expect(await leavers.removeDue()).toBe(1);
    expect(await leavers.placesOf(ada.sub)).toEqual(['deleted_accounts', 'events']);
    expect(await leavers.placesOf(name)).toEqual([]);
    expect((await eventsOf(bank, ada)).slice(-2).map(({ kind }) => kind)).toEqual([
      'deletion_requested',
      'account_deleted',
    ]);
  });

  test('leaves the name to others, who are somebody else, and begin without its failures', async () => {
    const strangers = async () => {
      for (let i = 0; i < 5; i += 1) await login(bank, name, 'wrong-horse-battery-staple', `203.0.113.${i}`);
    };
    await strangers();
    await leavers.leave(ada, 8);
    await leavers.removeDue();
    await login(bank, name).expect(401);
    const next = await leavers.person(name);
    expect(next.sub).not.toBe(ada.sub);
    expect(await sql(bank, "SELECT 1 FROM login_counts WHERE key LIKE 'account:%' AND counted > forgiven")).toEqual([]);
    expect((await bank.request.get('/api/events').set(next.headers)).body.events).toHaveLength(2);
  });

  test('takes none along whose time is not over, who did not ask, or who is disabled', async () => {
    const [early, silent, disabled] = [
      await leavers.person(`e-${count}`),
      await leavers.person(`s-${count}`),
      await leavers.person(`d-${count}`),
    ];
    await leavers.leave(early, 6.999);
    await leavers.leave(disabled, 8);
    await sql(bank, 'UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.sub]);
    await leavers.leave(ada, 8);
    expect(await leavers.removeDue()).toBe(1);
    for (const one of [early, silent, disabled]) expect(await leavers.exists(one)).toBe(true);
    await bank.request.get('/api/me').set(silent.headers).expect(200);
  });

  test('is kept if somebody logged in through a release that undoes nothing', async () => {
    await leavers.leave(ada, 8);
    await sql(bank, "INSERT INTO events (id, kind, user_id) VALUES (gen_random_uuid(), 'login', $1)", [ada.sub]);
    expect(await leavers.removeDue()).toBe(0);
    expect(await leavers.exists(ada)).toBe(true);
    expect((await eventsOf(bank, ada)).at(-1)).toMatchObject({ kind: 'deletion_undone' });
    const rows = await sql(bank, 'SELECT 1 FROM users WHERE id = $1 AND deletion_requested_at IS NULL', [ada.sub]);
    expect(rows).toHaveLength(1);
  });
});

test('an account that cannot be removed keeps no other waiting', async () => {
  const other = await leavers.person(`other-${count}`);
  await leavers.leave(ada, 9);
  await leavers.leave(other, 8);
  await asOwner(bank.database, `CREATE TABLE elsewhere AS SELECT id AS user_id FROM users WHERE id = '${ada.sub}'`);
  await asOwner(bank.database, 'ALTER TABLE elsewhere ADD FOREIGN KEY (user_id) REFERENCES users');
  try {
    expect(await leavers.removeDue()).toBe(1);
    expect([await leavers.exists(ada), await leavers.exists(other)]).toEqual([true, false]);
    expect(await sql(bank, 'SELECT 1 FROM sessions WHERE user_id = $1', [ada.sub])).toHaveLength(1);
  } finally {
    await asOwner(bank.database, 'DROP TABLE elsewhere');
  }
  expect(await leavers.removeDue()).toBe(1);
});

describe('what services are told', () => {
  test('is in the order of cursors that leave out none', async () => {
    const others: SignedIn[] = [];
    for (let i = 0; i < 12; i += 1) others.push(await leavers.person(`many-${count}-${i}`));
    for (const one of others) await leavers.leave(one, 8);
    expect(await leavers.removeDue()).toBe(12);
    const cursors = (await Promise.all(others.map((one) => leavers.cursorOf(one))))
      .map(Number)
      .toSorted((a, b) => a - b);
    expect(cursors).toEqual(cursors.map((_, index) => cursors[0]! + index));
  });

  test('is forgotten after 30 days, but for the newest: the next cursor is counted from it', async () => {
    await leavers.leave(ada, 8);
    await leavers.removeDue();
    const newest = Number(await leavers.cursorOf(ada));
    await sql(bank, "UPDATE deleted_accounts SET deleted_at = now() - interval '31 days'");
    const other = await leavers.person(`next-${count}`);
    await leavers.leave(other, 8);
    await leavers.removeDue();
    expect(Number(await leavers.cursorOf(other))).toBe(newest + 1);
    expect(await bank.app.get(AccountDeletionService).forgetOld()).toBe(newest);
    expect(await sql(bank, 'SELECT cursor::int FROM deleted_accounts')).toEqual([{ cursor: newest + 1 }]);
    await sql(bank, "UPDATE deleted_accounts SET deleted_at = now() - interval '31 days'");
    expect(await bank.app.get(AccountDeletionService).forgetOld()).toBe(0);
    const last = await leavers.person(`last-${count}`);
    await leavers.leave(last, 8);
    await leavers.removeDue();
    expect(Number(await leavers.cursorOf(last))).toBe(newest + 2);
  });

  test('never names one person twice', async () => {
    await leavers.leave(ada, 8);
    await leavers.removeDue();
    const again = 'INSERT INTO deleted_accounts (cursor, user_id) VALUES (1000000, $1)';
    await expect(sql(bank, again, [ada.sub])).rejects.toThrow('deleted_accounts_user_id_key');
  });
});

describe('the job', () => {
  afterEach(() => void jest.useRealTimers());

  test('goes on after a failure, and ends with the service', async () => {
    jest.useFakeTimers();
    let asked = 0;
    const removing = async () => {
      asked += 1;
      if (asked === 1) throw new Error('the database is away');
      return 0;
    };
    const job = new AccountDeletionJob({
      removeDue: removing,
      forgetOld: async () => 0,
    } as unknown as AccountDeletionService);
    job.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(5 * 60_000);
    expect(asked).toBeGreaterThanOrEqual(5);
    job.beforeApplicationShutdown();
    const before = asked;
    await jest.advanceTimersByTimeAsync(5 * 60_000);
    expect(asked).toBe(before);
  });
});
