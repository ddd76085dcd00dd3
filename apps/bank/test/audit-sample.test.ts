import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { AppError } from '@latchkey/service';
import { Logger } from '@nestjs/common';
import { AuditService } from '../src/audit/audit.service.js';
import type { EventRepository } from '../src/audit/event.repository.js';
import { sampleKey } from '../src/audit/refusal-sample.rules.js';

Logger.overrideLogger(false);

type Attempt = [account: string, address: string];

describe('a throttled attempt counts as the limit that refused it', () => {
  test.each<[string, string, Attempt, Attempt, boolean]>([
    ['throttle_address', 'names from one address', ['a', '1'], ['b', '1'], true],
    ['throttle_address', 'addresses', ['a', '1'], ['a', '2'], false],
    ['throttle_account', 'addresses at one account', ['a', '1'], ['a', '2'], true],
    ['throttle_account', 'accounts', ['a', '1'], ['b', '1'], false],
    ['throttle_account_closed', 'addresses at one account', ['a', '1'], ['a', '2'], true],
    ['throttle_right_account', 'addresses of one account', ['a', '1'], ['a', '2'], true],
    ['throttle_right_address', 'names from one address', ['a', '1'], ['b', '1'], true],
    ['throttle_account_address', 'addresses', ['a', '1'], ['a', '2'], false],
    ['throttle_account_address', 'accounts', ['a', '1'], ['b', '1'], false],
  ])('%s: %s', (reason, _, one, other, same) => {
    expect(sampleKey(reason, ...one) === sampleKey(reason, ...other)).toBe(same);
  });
});

describe('the sample that is recorded', () => {
  let rows: number;
  let audit: AuditService;
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    rows = 0;
    audit = new AuditService({ add: () => Promise.resolve(void (rows += 1)) } as unknown as EventRepository);
  });
  afterEach(() => void jest.useRealTimers());

  /** Whether an attempt at an account was recorded. */
  async function isRecorded(account: string, nowMs: number): Promise<boolean> {
    jest.setSystemTime(nowMs);
    const before = rows;
    const error = new AppError({ code: 'too_many_guesses', status: 429, detail: '', reason: 'throttle_account' });
    const client = { address: '192.0.2.7', userAgent: '', requestId: '' };
    await audit.recordThrottled(error, account, { kind: 'login_throttled' }, client);
    return rows > before;
  }

  test('lets each key through once a minute', async () => {
    expect([await isRecorded('a', 0), await isRecorded('a', 59_999), await isRecorded('b', 59_999)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([await isRecorded('a', 60_000), await isRecorded('a', 60_001)]).toEqual([true, false]);
  });

  test('has a bound that no number of keys exceeds', async () => {
    for (let i = 0; i < 30_000; i += 1) await isRecorded(String(i), 0);
    expect(rows).toBe(10_000);
  });
});
