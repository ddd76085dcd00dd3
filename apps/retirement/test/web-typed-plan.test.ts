import { describe, expect, test } from '@jest/globals';
import { planBody } from '../src/plan/plan.contract.js';
import {
  RETIREMENT_AGES,
  WISH_SLIDER,
  isStored,
  readAge,
  readTypedPlan,
  slidWish,
} from '../web/src/plan/typed-plan.rules.js';

const WISH = { minor: '200000' };

describe('a typed age', () => {
  test.each(['', '49', '50', '67', '75', '76', '067', '6.5', '6e1', '-60', 'x', ' 60 '])(
    '%j counts only where the service would take it',
    (text) => {
      const age = readAge(text, RETIREMENT_AGES);
      const number = text.trim() === '' || /[.e]/.test(text) ? NaN : Number(text);
      const isTaken = planBody.safeParse({ retirementAge: number, monthlyWishMinor: '0' }).success;
      expect(age).toBe(isTaken ? number : undefined);
    },
  );
});

describe('a typed plan', () => {
  test('is read as what the service takes', () => {
    const reading = readTypedPlan({ age: '63', wish: '2000' }, WISH);
    expect(reading).toEqual({ plan: { retirementAge: 63, monthlyWishMinor: '200000' } });
    expect(planBody.safeParse('plan' in reading ? reading.plan : undefined).success).toBe(true);
  });

  test('says what is wrong at each field', () => {
    expect(readTypedPlan({ age: '80', wish: '?' }, { error: 'no amount' })).toEqual({
      errors: { age: expect.stringContaining('50 to 75'), wish: 'no amount' },
    });
    expect(readTypedPlan({ age: '60', wish: '?' }, { error: 'no amount' })).toEqual({
      errors: { age: undefined, wish: 'no amount' },
    });
  });

  test('is stored once it means the same, however it is spelled', () => {
    const stored = {
      retirementAge: 63,
      monthlyWishMinor: '200000',
      version: 1,
      opened: true,
      sharedWithAdvisers: false,
    };
    expect(isStored(stored, 63, WISH)).toBe(true);
    expect(isStored(stored, 64, WISH)).toBe(false);
    expect(isStored(stored, 63, { minor: '200001' })).toBe(false);
    expect(isStored(stored, undefined, WISH)).toBe(false);
  });
});

test.each([
  ['0', 500],
  ['49999', 500],
  ['52400', 500],
  ['52500', 550],
  ['200000', 2_000],
  ['234550', 2_350],
  ['600000', 6_000],
  ['999999999', 6_000],
])('for %s minor units the slider of the wish stands at %i', (minor, stand) => {
  expect(slidWish(minor)).toBe(stand);
  expect((stand - WISH_SLIDER.least) % WISH_SLIDER.step).toBe(0);
});
