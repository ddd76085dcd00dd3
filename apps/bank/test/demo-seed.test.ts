import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { seedDemoUsers } from '../src/commands/demo.seed.js';
import { login, PASSWORD, register, startBank, type Bank } from './bank.js';
import { eventsOf, sql } from './signed-in.js';

let bank: Bank;
beforeEach(async () => {
  bank = await startBank();
});
afterEach(() => bank?.close());

const rolesOf = async (username: string) => {
  const text = 'SELECT r.role FROM user_roles r JOIN users u ON u.id = r.user_id WHERE u.username = $1';
  return (await sql<{ role: string }>(bank, text, [username])).map(({ role }) => role);
};

test('the demo users are created once, and keep their passwords', async () => {
  expect(await seedDemoUsers(bank.config)).toEqual(['ada', 'grace', 'eve']);
  expect(await seedDemoUsers(bank.config)).toEqual([]);
  for (const username of ['ada', 'grace', 'eve']) await login(bank, username, PASSWORD).expect(200);
});

test('eve alone has a role, on record, and is not given it again once it was taken', async () => {
  await seedDemoUsers(bank.config);
  expect(await Promise.all(['ada', 'grace', 'eve'].map(rolesOf))).toEqual([[], [], ['support']]);
  const [eve] = await sql<{ sub: string }>(bank, "SELECT id AS sub FROM users WHERE username = 'eve'");
  expect(await eventsOf(bank, eve!)).toMatchObject([{ kind: 'role_granted', detail: { role: 'support' } }]);
  await sql(bank, 'DELETE FROM user_roles');
  await seedDemoUsers(bank.config);
  expect(await rolesOf('eve')).toEqual([]);
});

test('a data folder of an earlier release gets eve too', async () => {
  await register(bank, 'ada').expect(201);
  expect(await seedDemoUsers(bank.config)).toEqual(['grace', 'eve']);
  expect(await rolesOf('eve')).toEqual(['support']);
});

test('somebody who registered as eve gets no role by it', async () => {
  await register(bank, 'eve').expect(201);
  expect(await seedDemoUsers(bank.config)).toEqual(['ada', 'grace']);
  expect(await rolesOf('eve')).toEqual([]);
});
