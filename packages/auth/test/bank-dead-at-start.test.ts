import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tokenFor, type TestDatabase, StubBank } from '@latchkey/testing';
import { call, database, figure, health, start, until, type Verifying } from './support/verifying-service.js';

const bank = new StubBank();
const [first, second] = [randomUUID(), randomUUID()];
const over = '401 session_ended';
let own: TestDatabase;
let service: Verifying;

// One life of the service at a living bank, whose end leaves the stored copy.
beforeAll(async () => {
  await bank.start();
  bank.feed.revoke(first);
  own = await database();
  service = await start(bank.url, own);
  await until(
    () => health(service),
    ({ living }) => living === 1,
  );
  await service.close();
  await bank.stop();
});
afterAll(async () => {
  await bank.stop();
  await own?.drop();
});
beforeEach(async () => void (service = await start(bank.url, own)));
afterEach(() => service.close());

const at = (what: string, age = 0, sid = randomUUID()): Promise<string> => {
  const iat = Math.floor(Date.now() / 1000) - age;
  return call(service, what, tokenFor({ sid, iat, auth_time: iat }));
};

describe('a service that starts while the bank is dead', () => {
  test('knows at once what was revoked before', async () => {
    expect(await at('GET /api/me', 0, first)).toBe(over);
    expect(await at('GET /api/me')).toBe('200');
  });

  test('reads for the life of a token, writes for 300 s, and does sensitive things for 15 s', async () => {
    expect([await at('GET /api/me', 880), await at('GET /api/me', 901)]).toEqual(['200', '401 token_expired']);
    expect([await at('POST /api/write', 280), await at('POST /api/write', 302)]).toEqual(['201', '401 renew_required']);
    expect([await at('POST /api/sensitive', 3), await at('POST /api/sensitive', 17)]).toEqual([
      '201',
      '401 renew_required',
    ]);
    expect(await figure(service, 'latchkey_refusals_total{reason="renew_required"}')).toBe(2);
  });

  test('is ready, and says why it knows nothing newer', async () => {
    const seen = await until(
      () => health(service),
      ({ lastFault }) => lastFault !== null,
    );
    expect(seen).toMatchObject({ feedAge: null, living: 1, lastFault: expect.any(String) });
    expect(seen.lastFault).toMatch(
      /^the bank at http:\/\/127\.0\.0\.1:\d+ refuses the connection \(ECONNREFUSED\)\. BANK_URL: is it running/,
    );
    expect(await figure(service, 'latchkey_feed_polls_total{outcome="failed"}')).toBeGreaterThan(0);
    expect(await figure(service, 'latchkey_feed_age_seconds')).toBe(Infinity);
  });

  test('stops in its usual time', async () => {
    const start = performance.now();
    await service.close();
    // Less than the 3 s that requests are given.
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test('heals by itself when the bank is back', async () => {
    expect(await at('POST /api/sensitive', 17)).toBe('401 renew_required');
    bank.feed.revoke(second);
    await bank.start();
    expect(
      await until(
        () => at('GET /api/me', 0, second),
        (answer) => answer === over,
      ),
    ).toBe(over);
    expect(await at('GET /api/me', 0, first)).toBe(over);
    expect(await at('POST /api/sensitive', 890)).toBe('201');
    expect(await health(service)).toMatchObject({ living: 2, lastFault: null });
  });
});
