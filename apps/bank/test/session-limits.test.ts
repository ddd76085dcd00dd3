import { afterEach, describe, expect, test } from '@jest/globals';
import { Database } from '@latchkey/service';
import type { Response } from 'supertest';
import { RefreshTokensService } from '../src/tokens/refresh-tokens.service.js';
import { register, startBank, type Bank } from './bank.js';
import { claimsOf, OWN_PAGE, pageRefresh, refresh, sidOf, told, tokensOf } from './refresh-client.js';

let bank: Bank;
afterEach(() => bank?.close());

const over = (endReason: string) => ({ status: 401, code: 'session_ended', endReason });
const query = <R>(sql: string, ...params: unknown[]) => bank.app.get(Database).query<R[]>(sql, params);
// A session is made older, rather than waited for: only the database's clock counts.
const age = (token: string, columns: string, seconds: number) =>
  query(
    `UPDATE sessions SET ${columns
      .split(' ')
      .map((column) => `${column} = ${column} - make_interval(secs => $2)`)
      .join(', ')} WHERE id = $1`,
    sidOf(token),
    seconds,
  );
const endOf = async (token: string) =>
  (await query<{ end_reason: string | null }>('SELECT end_reason FROM sessions WHERE id = $1', sidOf(token)))[0]
    ?.end_reason;

async function open(env: NodeJS.ProcessEnv = {}) {
  bank = await startBank(env);
  await register(bank, 'ada').expect(201);
  return tokensOf(bank);
}

describe('the idle limit', () => {
  test('ends a session that was not renewed in time', async () => {
    const { refresh_token } = await open();
    await age(refresh_token, 'last_used_at', 1740);
    const { body } = await refresh(bank, refresh_token).expect(200);
    await age(refresh_token, 'last_used_at', 1800);
    expect(told(await refresh(bank, body.refresh_token))).toEqual(over('idle'));
    expect(await endOf(refresh_token)).toBe('idle');
    expect(told(await refresh(bank, body.refresh_token))).toEqual(over('idle'));
  });

  test('counts from the last renewal, by the clock on the wall', async () => {
    let { refresh_token: token } = await open({ REFRESH_GRACE: '0' });
    for (let i = 0; i < 3; i += 1) {
      await age(token, 'last_used_at', 1000);
      token = (await refresh(bank, token).expect(200)).body.refresh_token;
    }
    await age(token, 'last_used_at', 1799);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(told(await refresh(bank, token))).toEqual(over('idle'));
  });
});

test('a renewal that is being committed comes before the idle limit', async () => {
  const { refresh_token } = await open();
  await age(refresh_token, 'last_used_at', 1800);
  const database = bank.app.get(Database);
  const tokens = bank.app.get(RefreshTokensService, { strict: false });
  const token = tokens.prove(refresh_token);
  const next = token.is === 'authentic' ? tokens.successor(token.parts)! : undefined;
  let late: Promise<Response> | undefined;
  await database.transaction(async () => {
    await query(
      'UPDATE sessions SET generation = 2, seed_hash = $2, last_used_at = clock_timestamp() WHERE id = $1',
      sidOf(refresh_token),
      next!.seedHash,
    );
    late = refresh(bank, refresh_token).then((answer) => answer);
    await new Promise((resolve) => setTimeout(resolve, 700));
  });
  expect((await late!).body.refresh_token).toBe(next!.text);
  expect(await endOf(refresh_token)).toBeNull();
});

describe('the absolute limit', () => {
  test('ends a session, however busy', async () => {
    const { refresh_token } = await open();
    await age(refresh_token, 'expires_at created_at', 43_100);
    const { body } = await refresh(bank, refresh_token).expect(200);
    await age(refresh_token, 'expires_at created_at', 100);
    expect(told(await refresh(bank, body.refresh_token))).toEqual(over('absolute'));
    expect(await endOf(refresh_token)).toBe('absolute');
  });

  test('bounds tokens and cookies: nothing outlives the session', async () => {
    const { refresh_token, access_token } = await open();
    await age(refresh_token, 'expires_at', 43_200 - 100);
    const { body, headers } = await pageRefresh(bank, refresh_token, OWN_PAGE).expect(200);
    expect(body.expires_in).toBeLessThanOrEqual(100);
    expect(body.expires_in).toBeGreaterThan(40);
    const [access, renewed] = headers['set-cookie'] as unknown as string[];
    for (const cookie of [access, renewed]) expect(cookie).toContain(`; Max-Age=${body.expires_in};`);
    const { iat, exp, auth_time } = claimsOf(access!.split(/[=;]/)[1]!);
    expect(exp - iat).toBe(body.expires_in);
    expect(auth_time).toBe(claimsOf(access_token).auth_time);
  });

  test('leaves no token of less than a second', async () => {
    const { refresh_token } = await open();
    await query(
      "UPDATE sessions SET expires_at = clock_timestamp() + interval '0.9 s' WHERE id = $1",
      sidOf(refresh_token),
    );
    expect(told(await refresh(bank, refresh_token))).toEqual(over('absolute'));
  });
});

describe('a person who was disabled', () => {
  test('is not let on, even if their session was left open', async () => {
    const { refresh_token } = await open();
    await query('UPDATE users SET disabled_at = now()');
    expect(told(await refresh(bank, refresh_token))).toEqual(over('ended_by_bank'));
    expect(await endOf(refresh_token)).toBe('ended_by_bank');
  });
});

describe('a session that was ended otherwise', () => {
  test.each(['logout', 'other_device', 'everywhere', 'password_changed', 'ended_by_bank'])(
    'is told: %s',
    async (reason) => {
      const { refresh_token } = await open();
      await query('UPDATE sessions SET ended_at = now(), end_reason = $2 WHERE id = $1', sidOf(refresh_token), reason);
      expect(told(await refresh(bank, refresh_token))).toEqual(over(reason));
      expect(await endOf(refresh_token)).toBe(reason);
    },
  );
});

test('a session opened by a release without refresh tokens goes on until its access token ends', async () => {
  const { refresh_token } = await open();
  await query('UPDATE sessions SET generation = 0, seed_hash = NULL, refresh_kid = NULL');
  expect(told(await refresh(bank, refresh_token))).toEqual({ status: 401, code: 'refresh_invalid' });
  expect(await endOf(refresh_token)).toBeNull();
});
