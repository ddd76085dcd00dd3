import { describe, expect, test } from '@jest/globals';
import { shownPlan } from '../src/plan/plan.rules.js';

describe('the plan that is shown', () => {
  test('is the default before one is opened', () => {
    const shown = shownPlan({ plan: null, isShared: false });
    const figures = { retirementAge: 67, monthlyWishMinor: '200000' };
    expect(shown).toEqual({ ...figures, version: 0, opened: false, sharedWithAdvisers: false });
  });

  test('keeps every unit of an amount that a double would round', () => {
    const plan = { retirementAge: 50, monthlyWishMinor: 9_007_199_254_740_993n, version: 4 };
    const figures = { retirementAge: 50, monthlyWishMinor: '9007199254740993' };
    expect(shownPlan({ plan, isShared: true })).toEqual({
      ...figures,
      version: 4,
      opened: true,
      sharedWithAdvisers: true,
    });
  });
});
