import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import { register, startBank, type Bank } from './bank.js';
import { HOUSE_PAGE, OWN_PAGE, pageRefresh, refresh, sidOf, told, tokensOf } from './refresh-client.js';

let bank: Bank;
beforeAll(async () => {
  bank = await startBank({ REFRESH_GRACE: '1' });
  await register(bank, 'ada').expect(201);
});
afterAll(() => bank?.close());

const query = <R>(sql: string, ...params: unknown[]) => bank.app.get(Database).query<R[]>(sql, params);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const REUSED = { status: 401, code: 'session_ended', endReason: 'refresh_reused' };
const CLEARED = [
  /^__Secure-latchkey=; Domain=demo\.localhost; .*Max-Age=0/,
  /^latchkey-hint=; Domain=demo\.localhost; .*Max-Age=0/,
  /^__Host-latchkey-refresh=; .*Max-Age=0/,
  /^__Secure-latchkey-out=; Domain=demo\.localhost; .*Max-Age=0/,
].map((pattern) => expect.stringMatching(pattern));

/** A session whose first token was copied, and that went on twice. */
async function robbed(): Promise<{ old: string; current: string }> {
  const { refresh_token: old } = await tokensOf(bank);
  const { body } = await refresh(bank, old).expect(200);
  return { old, current: (await refresh(bank, body.refresh_token).expect(200)).body.refresh_token };
}

describe('a token from before the last two', () => {
  test('ends the session for everyone, and both are told why', async () => {
    const { old, current } = await robbed();
    expect(told(await refresh(bank, old))).toEqual(REUSED);
    expect(told(await refresh(bank, current))).toEqual(REUSED);
    expect(told(await refresh(bank, old))).toEqual(REUSED);
    const [row] = await query('SELECT end_reason, ended_at FROM sessions WHERE id = $1', sidOf(old));
    expect(row).toEqual({ end_reason: 'refresh_reused', ended_at: expect.any(Date) });
  });

  test('is kept on record once, with the session and the person', async () => {
    const { old } = await robbed();
    await Promise.all([refresh(bank, old), refresh(bank, old), refresh(bank, old)]);
    const events = await query(
      `SELECT e.kind, e.user_id = s.user_id AS "isTheirs" FROM events e JOIN sessions s ON s.id = e.session_id
       WHERE e.session_id = $1 AND e.kind = 'refresh_reused'`,
      sidOf(old),
    );
    expect(events).toEqual([{ kind: 'refresh_reused', isTheirs: true }]);
  });

  test('does not touch other sessions of the person', async () => {
    const { refresh_token: other } = await tokensOf(bank);
    const { old } = await robbed();
    await refresh(bank, old).expect(401);
    await refresh(bank, other).expect(200);
  });
});

describe('the token before', () => {
  test('is taken for stolen when its grace is over', async () => {
    const { refresh_token: old } = await tokensOf(bank);
    const { body } = await refresh(bank, old).expect(200);
    await wait(1100);
    expect(told(await refresh(bank, old))).toEqual(REUSED);
    expect(told(await refresh(bank, body.refresh_token))).toEqual(REUSED);
  });

  test('of a line that never was is taken for stolen', async () => {
    const { current } = await robbed();
    await query("UPDATE sessions SET seed_hash = '\\x00' WHERE id = $1", sidOf(current));
    expect(told(await refresh(bank, current))).toEqual(REUSED);
  });
});

describe('a browser that held the session', () => {
  test('is told by its own page, which clears what is left', async () => {
    const { old, current } = await robbed();
    await refresh(bank, old).expect(401);
    expect(told(await pageRefresh(bank, current, OWN_PAGE))).toEqual({ ...REUSED, cookies: CLEARED });
  });

  test("keeps its cookies for that, when another service's page asks first", async () => {
    const { old, current } = await robbed();
    await refresh(bank, old).expect(401);
    expect(told(await pageRefresh(bank, current, HOUSE_PAGE))).toEqual(REUSED);
  });

  test('a foreign page learns nothing', async () => {
    const { old, current } = await robbed();
    await refresh(bank, old).expect(401);
    const page = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
    expect(told(await pageRefresh(bank, current, page))).toEqual({ status: 403, code: 'csrf_refused' });
  });
});

test('a token that is newer than the row, as after a restored backup, is refused and ends its session', async () => {
  const { current } = await robbed();
  await query('UPDATE sessions SET generation = 1 WHERE id = $1', sidOf(current));
  expect(told(await pageRefresh(bank, current))).toEqual({ status: 401, code: 'refresh_invalid' });
  const [row] = await query('SELECT end_reason, ended_at FROM sessions WHERE id = $1', sidOf(current));
  expect(row).toEqual({ end_reason: 'ended_by_bank', ended_at: expect.any(Date) });
});
