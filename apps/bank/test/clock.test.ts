import { afterEach, expect, jest, test } from '@jest/globals';
import { untilTime } from '../src/commands/clock.js';

afterEach(() => void jest.restoreAllMocks());

test('a time is waited for until the clock shows it, though the clock is set back meanwhile', async () => {
  const time = Date.now() + 20;
  const real = Date.now.bind(Date);
  let looks = 0;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => (looks++ === 0 ? real() : real() - 30));
  await untilTime(time);
  expect(Date.now()).toBeGreaterThanOrEqual(time);
  expect(clock.mock.calls.length).toBeGreaterThan(2);
});

test('a timer that ends a millisecond early does not end the wait', async () => {
  for (let i = 0; i < 200; i++) {
    const time = Date.now() + 5;
    await untilTime(time);
    expect(Date.now()).toBeGreaterThanOrEqual(time);
  }
});

test('a time that is over is not waited for', async () => {
  const begun = performance.now();
  await untilTime(Date.now() - 60_000);
  expect(performance.now() - begun).toBeLessThan(1_000);
});
