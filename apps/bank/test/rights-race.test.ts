import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { EventRepository } from '../src/audit/event.repository.js';
import { RoleSteps } from '../src/commands/role-steps.js';
import { RightsRepository } from '../src/rights/rights.repository.js';
import { SessionRepository } from '../src/sessions/session.repository.js';
import { UserRepository } from '../src/users/user.repository.js';
import { login, patiently, register, startBank, type Bank } from './bank.js';
import { claimsOf, refresh, tokensOf } from './refresh-client.js';

const BY = { operator: 'test', host: 'test' };
let bank: Bank;
let replica: Bank;
let roles: RoleSteps;
beforeAll(async () => {
  const env = { THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0', REFRESH_GRACE: '60' };
  bank = await startBank(env);
  replica = await startBank(env, bank.database);
  const database = bank.app.get(Database);
  const [users, sessions] = [new UserRepository(database), new SessionRepository(database)];
  roles = new RoleSteps(users, sessions, new RightsRepository(database), new EventRepository(database), database);
});
afterAll(async () => {
  await replica?.close();
  await bank?.close();
});

const said = (token: string) => {
  const { rv, roles: names } = claimsOf(token);
  return { rv: Number(rv), roles: names as unknown as string[] };
};

// Odd versions have the role, even ones do not: each change toggles it.
const isOfOneMoment = ({ rv, roles: names }: ReturnType<typeof said>) => names.length === rv % 2;

test('a role given and taken while tokens are issued: each token has the roles of its version, and none is older than what had been done before', async () => {
  await register(bank, 'ada').expect(201);
  const sessions = await Promise.all(Array.from({ length: 8 }, () => tokensOf(bank)));
  let done = 0;
  let isOver = false;
  const changing = (async () => {
    for (let change = 1; change <= 60; change += 1) {
      await (change % 2 ? roles.grant('ada', 'support', ['support'], BY) : roles.revoke('ada', 'support', BY));
      done = change;
    }
    isOver = true;
  })();
  const issued: (ReturnType<typeof said> & { least: number })[] = [];
  const take = async (least: number, answer: Promise<{ status: number; body: { access_token: string } }>) => {
    const { status, body } = await answer;
    expect(status).toBe(200);
    issued.push({ ...said(body.access_token), least });
    return body as { access_token: string; refresh_token: string };
  };
  const renewing = sessions.map(async ({ refresh_token }, index) => {
    for (let token = refresh_token; !isOver;) {
      const at = index % 2 ? bank : replica;
      // Twice the same one: the second finds it replaced, and is told of the row as it is by then.
      const [{ refresh_token: next }] = await Promise.all([
        take(
          done,
          patiently(() => refresh(at, token)),
        ),
        take(
          done,
          patiently(() => refresh(at, token)),
        ),
      ]);
      token = next;
    }
  });
  const entering = (async () => {
    while (!isOver)
      await take(
        done,
        patiently(() => login(replica, 'ada')),
      );
  })();
  await Promise.all([changing, entering, ...renewing]);
  expect(issued.length).toBeGreaterThan(50);
  expect(new Set(issued.map(({ rv }) => rv)).size).toBeGreaterThan(5);
  expect(issued.filter((one) => !isOfOneMoment(one))).toEqual([]);
  expect(issued.filter(({ rv, least }) => rv < least)).toEqual([]);
});

test('a renewal that waits for the row of its session while a role is taken has roles and version of one moment', async () => {
  const { sub } = claimsOf((await tokensOf(bank)).access_token) as unknown as { sub: string };
  for (let round = 0; round < 10; round += 1) {
    const { refresh_token, access_token } = await tokensOf(bank);
    const { sid } = claimsOf(access_token);
    const database = bank.app.get(Database);
    // The row is held, and freed in the moment in which the roles change.
    const answer = database.transaction(async () => {
      await database.query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [sid]);
      const renewing = refresh(replica, refresh_token).then((one) => one);
      const change = round % 2 ? 'revoke' : 'grant';
      await new Promise((resolve) => setTimeout(resolve, 20 * (round % 3)));
      const step =
        change === 'grant' ? roles.grant('ada', 'support', ['support'], BY) : roles.revoke('ada', 'support', BY);
      await step;
      return { renewing };
    });
    const { status, body } = await (await answer).renewing;
    expect(status).toBe(200);
    expect(isOfOneMoment(said(body.access_token))).toBe(true);
    const [row] = await database.query<{ version: number }[]>(
      'SELECT rights_version AS version FROM users WHERE id = $1',
      [sub],
    );
    expect(said(body.access_token).rv).toBeGreaterThanOrEqual(row!.version - 1);
  }
});
