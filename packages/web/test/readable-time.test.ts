import { expect, test } from '@jest/globals';
import { readableMoment } from '../src/ui/readable-time.rules.js';

// By the machine's own clock, as a person reads it.
test.each([
  ['2026-11-27T12:36', '2026-11-27T18:00', 'today at 12:36'],
  ['2026-11-27T00:00', '2026-11-27T23:59', 'today at 0:00'],
  ['2026-11-26T23:59', '2026-11-27T00:01', 'yesterday at 23:59'],
  ['2026-11-26T00:00', '2026-11-27T18:00', 'yesterday at 0:00'],
  ['2026-11-25T23:59', '2026-11-27T00:01', '25 November at 23:59'],
  ['2026-02-28T12:36', '2026-03-01T08:00', 'yesterday at 12:36'],
  ['2026-01-01T12:36', '2026-11-27T18:00', '1 January at 12:36'],
  ['2025-12-31T12:36', '2026-01-01T08:00', 'yesterday at 12:36'],
  ['2025-12-30T12:36', '2026-01-01T08:00', '30 December 2025 at 12:36'],
  ['2025-11-27T12:36', '2026-11-27T18:00', '27 November 2025 at 12:36'],
  ['2027-01-01T00:10', '2026-12-31T23:50', '1 January 2027 at 0:10'],
])('%s, read on %s, is %s', (moment, now, words) => {
  expect(readableMoment('en-GB')(new Date(moment), new Date(now))).toBe(words);
});
