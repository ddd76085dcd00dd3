import { expect, jest, test } from '@jest/globals';
import { untilTime } from '../src/commands/clock.js';

test.each([
  ['a timer ends a millisecond before it', [1_000, 1_009, 1_010]],
  ['the clock is set back meanwhile', [1_000, 970, 1_010]],
  ['the clock is set ahead meanwhile', [1_000, 90_000]],
])('a time is waited for until the clock shows it, also if %s', async (_, shown) => {
  const clock = jest.fn<() => number>();
  for (const time of shown) clock.mockReturnValueOnce(time);
  await untilTime(1_010, clock);
  expect(clock).toHaveBeenCalledTimes(shown.length);
});

test('a time that is over is not waited for', async () => {
  const begun = performance.now();
  await untilTime(Date.now() - 60_000);
  expect(performance.now() - begun).toBeLessThan(1_000);
});
