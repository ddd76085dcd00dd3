import { describe, expect, test } from '@jest/globals';
import { shownPlan } from '../src/plan/plan.rules.js';

describe('the plan that is shown', () => {
  test('is the default before one is opened', () => {
    expect(shownPlan(null)).toEqual({ retirementAge: 67, monthlyWishMinor: '200000', version: 0, opened: false });
  });

  test('keeps every unit of an amount that a double would round', () => {
    const shown = shownPlan({ retirementAge: 50, monthlyWishMinor: 9_007_199_254_740_993n, version: 4 });
    expect(shown).toEqual({ retirementAge: 50, monthlyWishMinor: '9007199254740993', version: 4, opened: true });
  });
});
