import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LAST_AGE, agesOfNote, pointsOf, potAt, project } from '../web/src/projection/projection.rules.js';

const ageToday = fc.integer({ min: 18, max: 74 });
const retirementAge = fc.integer({ min: 50, max: 75 });
const monthlyWish = fc.integer({ min: 0, max: 999_999_999 });
const question = fc.record({ ageToday, retirementAge, monthlyWish });
const savingQuestion = question.filter((asked) => asked.ageToday < asked.retirementAge);

describe('a projection', () => {
  // Worked out once by the formulas of a savings plan and an annuity due, apart from this code.
  test.each([
    { ageToday: 35, retirementAge: 67, monthlyWish: 200_000, monthlySaving: 62_794, potNeeded: 40_103_065 },
    { ageToday: 50, retirementAge: 65, monthlyWish: 100_000, monthlySaving: 93_855, potNeeded: 21_233_800 },
    { ageToday: 66, retirementAge: 67, monthlyWish: 200_000, monthlySaving: 3_296_833, potNeeded: 40_103_065 },
  ])('from $ageToday to $retirementAge for $monthlyWish', ({ monthlySaving, potNeeded, ...asked }) => {
    const found = project(asked);
    expect(found.kind).toBe('saving');
    expect(found.monthlySaving).toBe(monthlySaving);
    expect(found.potNeeded).toBe(potNeeded);
    expect(potAt(found, 'expected', asked.retirementAge)).toBe(potNeeded);
  });

  test.each([
    [{ ageToday: 67, retirementAge: 67, monthlyWish: 200_000 }, 'now', 67],
    [{ ageToday: 70, retirementAge: 60, monthlyWish: 200_000 }, 'now', 70],
    [{ ageToday: 70, retirementAge: 60, monthlyWish: 0 }, 'nothing', 70],
    [{ ageToday: 35, retirementAge: 67, monthlyWish: 0 }, 'nothing', 67],
    [{ ageToday: 66, retirementAge: 67, monthlyWish: 1 }, 'saving', 67],
  ])('%j is of kind %s and pays from %i', (asked, kind, paidFrom) => {
    expect(project(asked)).toMatchObject({ kind, paidFrom });
  });

  test('is made of whole, safe amounts for every question, and of no negative one', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { monthlySaving, potNeeded, courses } = project(asked);
        const pots = Object.values(courses).flatMap((course) => course.pots);
        for (const amount of [monthlySaving, potNeeded, ...pots]) {
          expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
        }
        for (const { pots: each } of Object.values(courses)) expect(each).toHaveLength(LAST_AGE - asked.ageToday + 1);
      }),
    );
  });

  test('lasts exactly to the last age at the expected return', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const found = project(asked);
        expect(found.courses.expected.endsAt).toBe(LAST_AGE);
        expect(potAt(found, 'expected', LAST_AGE)).toBe(0);
        if (asked.monthlyWish >= 100) expect(potAt(found, 'expected', LAST_AGE - 1)).toBeGreaterThan(0);
      }),
    );
  });

  test('asks for less saving the later one retires, and for more the more one wishes', () => {
    fc.assert(
      fc.property(savingQuestion, (asked) => {
        const { monthlySaving } = project(asked);
        const later = project({ ...asked, retirementAge: asked.retirementAge + 1 });
        const more = project({ ...asked, monthlyWish: asked.monthlyWish + 100_000 });
        expect(later.monthlySaving).toBeLessThanOrEqual(monthlySaving);
        if (asked.monthlyWish >= 100_000) expect(later.monthlySaving).toBeLessThan(monthlySaving);
        expect(more.monthlySaving).toBeGreaterThan(monthlySaving);
      }),
    );
  });

  test('never has more in a poorer case, nor does it last longer', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { cautious, expected, favourable } = project(asked).courses;
        for (const [year, pot] of expected.pots.entries()) {
          expect(cautious.pots[year]).toBeLessThanOrEqual(pot);
          expect(favourable.pots[year]).toBeGreaterThanOrEqual(pot);
        }
        expect(cautious.endsAt).toBeLessThanOrEqual(expected.endsAt);
        expect(favourable.endsAt).toBe(LAST_AGE);
      }),
    );
  });

  test('in the cautious case ends before the last age, and the pot is empty from then on', () => {
    const found = project({ ageToday: 35, retirementAge: 67, monthlyWish: 200_000 });
    const { lastsTo } = found.courses.cautious;
    expect(lastsTo).toBeGreaterThan(67);
    expect(lastsTo).toBeLessThan(LAST_AGE);
    expect(potAt(found, 'cautious', lastsTo)).toBeGreaterThan(0);
    expect(potAt(found, 'cautious', lastsTo + 1)).toBe(0);
  });
});

test('the table has every fifth age and those at which something happens, once each and in order', () => {
  const found = project({ ageToday: 37, retirementAge: 67, monthlyWish: 200_000 });
  const { lastsTo } = found.courses.cautious;
  expect(agesOfNote(found)).toEqual(
    [37, 40, 45, 50, 55, 60, 65, 67, 70, 75, lastsTo, 80, 85, 90].toSorted((one, other) => one - other),
  );
  fc.assert(
    fc.property(question, (asked) => {
      const ages = agesOfNote(project(asked));
      expect(ages).toEqual([...new Set(ages)].toSorted((one, other) => one - other));
      expect([ages[0], ages.at(-1)]).toEqual([asked.ageToday, LAST_AGE]);
    }),
  );
});

test('a course is drawn through the moment at which the pot is empty', () => {
  expect(pointsOf({ pots: [30, 10, 0, 0], endsAt: 51.5, lastsTo: 51 }, 50)).toEqual([
    [50, 30],
    [51, 10],
    [51.5, 0],
    [52, 0],
    [53, 0],
  ]);
  expect(pointsOf({ pots: [30, 10, 0], endsAt: 52, lastsTo: 52 }, 50)).toEqual([
    [50, 30],
    [51, 10],
    [52, 0],
  ]);
});
