import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tokenFor, type TestDatabase, StubBank } from '@latchkey/testing';
import { call, database, figure, health, start, until, type Verifying } from './support/verifying-service.js';

let own: TestDatabase;
beforeAll(async () => void (own = await database()));
afterAll(() => own?.drop());

/** A service whose clock is so many seconds ahead of the bank's, which issues tokens by its own. */
describe.each([
  [0, '200', '201'],
  [10, '200', '201'],
  [-10, '200', '201'],
  [61, '200', '201'],
  [-90, '401 clock_skew', '401 clock_skew'],
])('a clock %d s ahead of the bank', (ahead, reads, sensitive) => {
  const bank = new StubBank();
  let service: Verifying;
  beforeAll(async () => {
    bank.feed.clockAhead = -ahead;
    await bank.start();
    service = await start(bank.url, own);
    await until(
      () => health(service),
      ({ feedAge, lastFault }) => feedAge !== null || lastFault === 'iat_ahead',
    );
  });
  afterAll(async () => {
    await service?.close();
    await bank.stop();
  });
  const issued = (age: number): string => {
    const iat = Math.floor(Date.now() / 1000) - ahead - age;
    return tokenFor({ iat, auth_time: iat });
  };

  test(`a token just issued: ${reads}`, async () => {
    expect(await call(service, 'GET /api/me', issued(0))).toBe(reads);
    expect(await call(service, 'POST /api/sensitive', issued(0))).toBe(sensitive);
    const counted = await figure(service, 'latchkey_refusals_total{reason="issued_in_future"}');
    expect(counted).toBe(reads === '200' ? 0 : 2);
  });

  test('the life of a token is shorter or longer by the difference, and nothing else', async () => {
    expect(await call(service, 'GET /api/me', issued(892 - ahead))).toBe('200');
    expect(await call(service, 'GET /api/me', issued(901 - ahead))).toBe('401 token_expired');
  });
});

describe('a clock 61 s ahead, and the feed is cut', () => {
  const bank = new StubBank();
  let service: Verifying;
  beforeEach(() => {
    bank.feed.clockAhead = -61;
  });
  afterAll(async () => {
    await service?.close();
    await bank.stop();
  });

  test('a token just minted is refused for the clock, and told so, once the feed is too old', async () => {
    await bank.start();
    service = await start(bank.url, own);
    await until(
      () => health(service),
      ({ feedAge }) => feedAge !== null,
    );
    await bank.stop();
    const ask = (): Promise<string> => {
      const iat = Math.floor(Date.now() / 1000) - 61;
      return call(service, 'POST /api/sensitive', tokenFor({ iat, auth_time: iat }));
    };
    expect(await ask()).toBe('201');
    expect(await until(ask, (answer) => answer !== '201')).toBe('401 clock_skew');
    expect((await health(service)).feedAge).toBeGreaterThanOrEqual(15);
    expect(await figure(service, 'latchkey_refusals_total{reason="our_clock_ahead"}')).toBe(1);
  });
});
