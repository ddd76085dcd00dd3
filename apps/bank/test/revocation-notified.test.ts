import { afterAll, expect, jest, test } from '@jest/globals';
import type { BankConfig } from '../src/bank.config.js';
import type { FeedReading, RevokedSessionRepository } from '../src/sessions/revoked-session.repository.js';
import { RevokedSessionsService } from '../src/sessions/revoked-sessions.service.js';
import { until } from './feed-reader.js';

afterAll(() => void jest.useRealTimers());

test('a notification is a reason to read what has ended, also where no poll ever comes', async () => {
  // No timer but those of polls is held.
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'],
  });
  let readings = 0;
  let notify: (() => void) | undefined;
  const nothing = { sids: [], ends: [], subs: [], versions: [], changes: [], cursors: [], deleted: [] };
  const read = async (): Promise<FeedReading> => {
    readings += 1;
    const asOf = readings * 1_000_000;
    const manner = { isWhole: false, isThorough: true, deletedAfter: 0 };
    return { ...nothing, ...manner, asOf, seenAt: asOf, oldest: 0, newest: 0, issues: 1 };
  };
  const repository = {
    readLast: read,
    readSince: read,
    listen: (onEnded: () => void) => {
      notify = onEnded;
      return { close: async () => undefined };
    },
  };
  const ended = new RevokedSessionsService(
    repository as unknown as RevokedSessionRepository,
    { TOKEN_TTL: 900 } as BankConfig,
  );
  await ended.onModuleInit();
  for (let round = 2; round < 5; round += 1) {
    notify?.();
    await until(() => readings === round);
  }
  await ended.onModuleDestroy();
  expect(readings).toBe(4);
});
