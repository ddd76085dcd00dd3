import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stopClock, type StoppedClock } from '@latchkey/testing';
import { authTime } from '../src/tokens/auth-time.rules.js';
import { login, register, startBank, type Bank } from './bank.js';

let bank: Bank;
let clock: StoppedClock | undefined;
beforeAll(async () => {
  bank = await startBank();
  await register(bank, 'ada').expect(201);
});
afterEach(() => clock?.release());
afterAll(() => bank?.close());

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { iat: number; auth_time: number };
const me = (token: string) => bank.request.get('/api/me').auth(token, { type: 'bearer' });

describe('a bank whose clock is not that of its database', () => {
  test.each([
    ['5 minutes behind', -300],
    ['5 minutes ahead', 300],
    ['an hour behind', -3600],
  ])('%s issues tokens that it takes itself, all times in them by its own clock', async (_what, seconds) => {
    clock = stopClock(Date.now() + seconds * 1000);
    const { body } = await login(bank, 'ada').expect(200);
    const { iat, auth_time } = claimsOf(body.access_token);
    expect(iat).toBe(Math.floor(clock.now() / 1000));
    expect(iat - auth_time).toBeLessThanOrEqual(3);
    expect(auth_time).toBeLessThanOrEqual(iat);
    await me(body.access_token).expect(200);
    const { body: renewed } = await bank.request
      .post('/api/refresh')
      .send({ refresh_token: body.refresh_token })
      .expect(200);
    expect(iat - claimsOf(renewed.access_token).auth_time).toBeLessThanOrEqual(10);
    await me(renewed.access_token).expect(200);
  });

  test('says by how much in its readiness', async () => {
    clock = stopClock(Date.now() - 300_000);
    const { body } = await bank.request.get('/health/ready').expect(200);
    expect(body.checks.database).toMatchObject({
      ok: true,
      detail: { offsetSeconds: expect.any(Number), warning: 'set the clocks' },
    });
    expect(Math.round(body.checks.database.detail.offsetSeconds)).toBeGreaterThanOrEqual(299);
    const { text } = await bank.request.get('/metrics').expect(200);
    expect(Number(/^latchkey_database_clock_offset_seconds (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(298);
  });
});

describe('the time of a login', () => {
  const now = 1_800_000_000_500;
  const at = (seconds: number): Date => new Date(now + seconds * 1000);
  test.each([
    ['is that of the row where the clocks agree', at(-100), 100.4, 1_799_999_900],
    ['is that of the row also a moment later', at(-100), 101.9, 1_799_999_900],
    ['is so long ago by our clock where the database is ahead', at(200), 100, 1_799_999_900],
    ['is so long ago by our clock where the database is behind', at(-500), 100, 1_799_999_900],
    ['is never to come', at(1.5), 0, 1_800_000_000],
  ])('%s', (_what, createdAt, secondsOld, seconds) => {
    expect(authTime({ createdAt, secondsOld }, now)).toBe(seconds);
  });
});
