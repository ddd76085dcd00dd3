import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tokenFor } from '@latchkey/testing';
import { standingOf } from '../src/sessions/token-standing.rules.js';
import { login, register, startBank, type Bank } from './bank.js';
import { signIn, sql, type SignedIn } from './signed-in.js';

// Another service holds a copy of the secret, and signs what it likes. At sensitive routes the bank looks into its rows.
let bank: Bank;
let ada: SignedIn;
beforeAll(async () => {
  bank = await startBank({ THROTTLE_ACCOUNT: '0', THROTTLE_ADDRESS: '0' });
  await register(bank, 'ada').expect(201);
});
beforeEach(async () => {
  ada = await signIn(bank, 'ada');
});
afterAll(() => bank?.close());

const give = (roles: readonly string[], version: number) =>
  sql(
    bank,
    `WITH gone AS (DELETE FROM user_roles WHERE user_id = $1 AND role <> ALL ($2)),
       given AS (INSERT INTO user_roles (user_id, role) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING)
     UPDATE users SET rights_version = $3 WHERE id = $1`,
    [ada.sub, roles, version],
  );

/** What a sensitive route of the bank answers to a token of ada's session with these rights: 404, for there is no such session. */
async function answerTo(claims: Record<string, unknown>) {
  const { sid, sub } = ada;
  const token = tokenFor({ sid, sub }, { claims });
  const { status, body } = await bank.request
    .delete(`/api/sessions/${randomUUID()}`)
    .set({ Authorization: `Bearer ${token}` });
  return [status, body.code];
}

describe('at a sensitive route of the bank', () => {
  test.each([
    ['no role where there is none', [], 0, { roles: [], rv: 0 }, [404, 'session_not_found']],
    [
      'the roles of the rows',
      ['adviser', 'support'],
      2,
      { roles: ['adviser', 'support'], rv: 2 },
      [404, 'session_not_found'],
    ],
    ['a role that was never given', [], 0, { roles: ['support'], rv: 0 }, [401, 'token_invalid']],
    ['one role more', ['adviser'], 1, { roles: ['adviser', 'support'], rv: 1 }, [401, 'token_invalid']],
    ['one role less', ['adviser', 'support'], 2, { roles: ['adviser'], rv: 2 }, [401, 'token_invalid']],
    ['another role', ['adviser'], 1, { roles: ['support'], rv: 1 }, [401, 'token_invalid']],
    ['a version that is to come', ['support'], 1, { roles: ['support'], rv: 2 }, [401, 'token_invalid']],
    ['the greatest version', [], 0, { roles: ['support'], rv: Number.MAX_SAFE_INTEGER }, [401, 'token_invalid']],
    ['a version that is over', [], 2, { roles: ['support'], rv: 1 }, [401, 'renew_required']],
    [
      'a version that is over, and the roles of today',
      ['support'],
      3,
      { roles: ['support'], rv: 1 },
      [401, 'renew_required'],
    ],
  ] as const)('a token with %s', async (_, roles, version, claims, expected) => {
    await give(roles, version);
    expect(await answerTo({ ...claims })).toEqual(expected);
  });

  test('a token of version 1 has no roles that could be wrong', async () => {
    await give(['support'], 4);
    const none = { roles: undefined, rv: undefined, client_id: undefined, trv: undefined };
    expect(await answerTo({ ver: 1, ...none })).toEqual([404, 'session_not_found']);
    expect(await answerTo({ ver: 1, ...none, roles: ['support'], rv: 4 })).toEqual([401, 'token_invalid']);
  });

  test('a session that is over is said to be over, whatever roles the token claims', async () => {
    await give([], 0);
    await sql(bank, "UPDATE sessions SET ended_at = now() - interval '1 day', end_reason = 'idle' WHERE id = $1", [
      ada.sid,
    ]);
    expect(await answerTo({ roles: ['support'], rv: 0 })).toEqual([401, 'session_ended']);
  });

  test('the roles of another person are no use', async () => {
    await register(bank, 'eve').expect(201);
    const eve = await signIn(bank, 'eve');
    await sql(bank, "INSERT INTO user_roles (user_id, role) VALUES ($1, 'support')", [eve.sub]);
    await give([], 0);
    expect(await answerTo({ sid: eve.sid, roles: ['support'], rv: 0 })).toEqual([401, 'session_ended']);
    await login(bank, 'ada').expect(200);
  });
});

test('a session that is not there is over', () => {
  expect(standingOf({ ver: 1 } as never, undefined)).toBe('session_ended');
});
