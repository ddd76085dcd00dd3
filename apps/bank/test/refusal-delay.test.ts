import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { RefusalDelayService } from '../src/throttle/refusal-delay.service.js';

const FREE = 20;
let delay: RefusalDelayService;
beforeEach(() => {
  jest.useFakeTimers({ now: 10_000_000 });
  delay = new RefusalDelayService();
});
afterEach(() => void jest.useRealTimers());

/** How many of these errors are answered at once. */
async function answeredAtOnce(refusals: readonly string[][]): Promise<number> {
  let answered = 0;
  for (const keys of refusals) void delay.hold(...keys).then(() => (answered += 1));
  await Promise.resolve();
  await Promise.resolve();
  return answered;
}
const times = (count: number, keys: (i: number) => string[]) => Array.from({ length: count }, (_, i) => keys(i));

test.each([
  ['one address', (i: number) => ['address', `account-${i}`], FREE],
  ['one account', (i: number) => [`address-${i}`, 'account'], FREE],
  ['everywhere', (i: number) => [`address-${i}`, `account-${i}`], 50],
])('of refusals from %s so many are answered at once', async (_, keys, count) => {
  expect(await answeredAtOnce(times(50, keys))).toBe(count);
});

test('the others are answered a second later, and begin again after ten', async () => {
  let answered = 0;
  for (let i = 0; i < 30; i += 1) void delay.hold('address').then(() => (answered += 1));
  await jest.advanceTimersByTimeAsync(999);
  expect(answered).toBe(FREE);
  await jest.advanceTimersByTimeAsync(1);
  expect(answered).toBe(30);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await answeredAtOnce([['address']])).toBe(1);
});

test('no more than a thousand are held', async () => {
  expect(await answeredAtOnce(times(2_000, () => ['address']))).toBe(FREE + 980);
});
