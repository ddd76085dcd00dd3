import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { EventRepository } from '../src/audit/event.repository.js';
import { RoleSteps } from '../src/commands/role-steps.js';
import { PasswordsService } from '../src/passwords/passwords.service.js';
import { RightsRepository } from '../src/rights/rights.repository.js';
import { SessionRepository } from '../src/sessions/session.repository.js';
import { UserRepository } from '../src/users/user.repository.js';
import { login, register, startBank, type Bank } from './bank.js';
import { until } from './feed-reader.js';
import { holdTable } from './held-table.js';
import { endOf, eventsOf, signIn, sql, type SignedIn } from './signed-in.js';
import { signInAs, support } from './staff.js';

const BY = { operator: 'test', host: 'test' };
const reason = 'Asked by phone, ticket 4711';
let bank: Bank;
let roles: RoleSteps;
let count = 0;
let [ada, eve]: string[] = [];
let person: SignedIn;
let staff: SignedIn;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  // What a bank records of its keys at boot would wait at the held lock, and be taken for who is expected there.
  await until(async () => (await sql(bank, "SELECT 1 FROM events WHERE kind = 'key_promoted'")).length > 0);
  const database = bank.app.get(Database);
  const [users, sessions] = [new UserRepository(database), new SessionRepository(database)];
  roles = new RoleSteps(users, sessions, new RightsRepository(database), new EventRepository(database), database);
});
beforeEach(async () => {
  count += 1;
  [ada, eve] = [`ada-${count}`, `eve-${count}`];
  await register(bank, ada).expect(201);
  person = await signIn(bank, ada);
  staff = await signInAs(bank, eve, 'support');
});
afterAll(() => bank?.close());

const grant = (name: string) => roles.grant(name, 'support', ['support'], BY);
const revoke = (name: string) => roles.revoke(name, 'support', BY);
const act = (step: string, { by = staff, of = person } = {}) => support(bank, step, by, { sub: of.sub, reason });

/** Runs one, then the other, which finds the first before its commit: the first is held at the record of its event. */
async function inOrder<A, B>(first: () => PromiseLike<A>, second: () => PromiseLike<B>): Promise<[A, B]> {
  const held = await holdTable(bank, 'events');
  try {
    const one = Promise.resolve(first());
    await held.waiting(1);
    const other = Promise.resolve(second());
    await held.waiting(2);
    await held.release();
    return [await one, await other];
  } catch (error) {
    await held.release();
    throw error;
  }
}
const kindsOf = async (one: SignedIn) => (await eventsOf(bank, one)).map(({ kind }) => kind);

describe('the role of the support desk, given to the person', () => {
  test('while they are about to be disabled, comes first: they are not', async () => {
    const [, answer] = await inOrder(
      () => grant(ada!),
      () => act('disable'),
    );
    expect(answer.body).toMatchObject({ status: 403, code: 'support_account' });
    expect(await endOf(bank, person)).toBeNull();
    expect(await kindsOf(person)).not.toContain('support_disabled');
    expect((await eventsOf(bank, staff)).at(-1)).toMatchObject({ kind: 'support_refused' });
  });

  test('while they are being disabled, comes after it', async () => {
    const [answer, granted] = await inOrder(
      () => act('disable'),
      () => grant(ada!),
    );
    expect(answer.body).toEqual({ changed: true });
    expect(granted).toMatchObject({ changed: true });
    expect((await kindsOf(person)).slice(-2)).toEqual(['support_disabled', 'role_granted']);
    expect((await act('enable')).body).toMatchObject({ code: 'support_account' });
  });
});

test.each(['look', 'end-sessions', 'disable', 'enable'])(
  'who loses the role while it is asked for does nothing any more: %s',
  async (step) => {
    const body = step === 'look' ? { username: ada, reason } : { sub: person.sub, reason };
    const [, answer] = await inOrder(
      () => revoke(eve!),
      () => support(bank, step, staff, body),
    );
    expect(answer.body).toMatchObject({ status: 401, code: 'renew_required' });
    expect(await endOf(bank, person)).toBeNull();
    expect(await kindsOf(person)).toEqual(['registered', 'login']);
  },
);

test('who is logged out while it is asked for does nothing any more', async () => {
  const [, answer] = await inOrder(
    () => bank.request.post('/api/logout/everywhere').set(staff.headers),
    () => act('disable'),
  );
  expect(answer.body).toMatchObject({ status: 401, code: 'session_ended' });
  expect(await endOf(bank, person)).toBeNull();
});

test('no login slips past a disable that runs at the same time', async () => {
  const verify = jest.spyOn(bank.app.get(PasswordsService), 'verify').mockResolvedValue('right');
  const [answer, late] = await inOrder(
    () => act('disable'),
    () => login(bank, ada!),
  );
  verify.mockRestore();
  expect(answer.body).toEqual({ changed: true });
  expect(late.body).toMatchObject({ status: 403, code: 'account_disabled' });
});

test('many who act at once, also on each other, come to an end without a deadlock, each act on record', async () => {
  const other = await signInAs(bank, `fay-${count}`, 'support');
  const acts = [staff, other].flatMap((by) =>
    [person, staff, other].flatMap((of) =>
      ['end-sessions', 'disable', 'enable', 'disable', 'enable'].map((step) => act(step, { by, of })),
    ),
  );
  const answers = await Promise.all(acts);
  const codes = answers.map(({ status, body }) => (status === 200 ? 'done' : (body as { code: string }).code));
  const counts = Object.fromEntries(
    [...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]),
  );
  expect(counts).toEqual({ done: 10, own_account: 10, support_account: 10 });
  expect((await kindsOf(person)).filter((kind) => kind.startsWith('support_'))).toHaveLength(10);
  for (const one of [staff, other])
    expect((await kindsOf(one)).filter((kind) => kind === 'support_refused')).toHaveLength(10);
});
