import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ClockOffset } from '../src/revocations/clock-offset.js';

/** Answers of a bank whose clock is `ahead` seconds behind ours, each on its way for so many milliseconds. */
function observed(ahead: number, delays: readonly number[]): number {
  const offset = new ClockOffset();
  let bank = 1_800_000_000_123;
  for (const delay of delays) {
    bank += 5_037;
    offset.observe(bank + delay + ahead * 1000, Math.floor(bank / 1000));
  }
  return offset.seconds();
}

test('before the first answer no difference is claimed', () => expect(new ClockOffset().seconds()).toBe(0));

test.each([0, 0.4])('clocks that are right show none (%d s apart)', (ahead) =>
  expect(observed(ahead, [1, 1, 40, 1, 1])).toBe(0),
);

test.each([61, 10, -10, -61])('a difference of %d s is found within a second', (ahead) => {
  const found = observed(ahead, [30, 900, 5, 5, 5, 200, 5]);
  expect(Math.abs(found - ahead)).toBeLessThanOrEqual(1);
});

test('it never claims more than there is, as long as one answer was quick', () => {
  const delays = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 11 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3600 }), delays, (ahead, slow) => {
      expect(observed(ahead, [...slow, 0])).toBeLessThanOrEqual(ahead);
    }),
  );
});

test('a clock that was set right is believed after a minute', () => {
  const offset = new ClockOffset();
  for (let i = 0; i < 12; i++) offset.observe((100 + i * 5 + 61) * 1000, 100 + i * 5);
  expect(offset.seconds()).toBe(60);
  for (let i = 0; i < 12; i++) offset.observe((200 + i * 5) * 1000 + 300, 200 + i * 5);
  expect(offset.seconds()).toBe(0);
});
