/** The age up to which a plan is made to last. */
export const LAST_AGE = 90;

/** What savings earn a year, after inflation. */
export const RETURNS = { cautious: 0.01, expected: 0.03, favourable: 0.05 } as const;

/** How the returns turn out. */
export type Case = keyof typeof RETURNS;

/** The input: ages in years, the wish in minor units. */
export interface Question {
  ageToday: number;
  retirementAge: number;
  monthlyWish: number;
}

/** How a pot develops in one case. */
export interface Course {
  /** The pot in minor units at each birthday, from today's age to the last. */
  pots: readonly number[];
  /** When the last payment in full is used up, as an age with its months: 83.25. */
  endsAt: number;
  /** The same as people say it: 83. */
  lastsTo: number;
}

/** What a plan needs and what comes of it. Amounts are minor units of today's money. */
export interface Projection extends Question {
  /** No income is wished for, the time to save is over, or there are years left to save. */
  kind: 'nothing' | 'now' | 'saving';
  /** From when the wish is paid: the retirement age, or today where that is reached. */
  paidFrom: number;
  monthlySaving: number;
  potNeeded: number;
  courses: Readonly<Record<Case, Course>>;
}

const MONTHS = 12;
// Less than can be paid out: what rounding may leave at the last payment.
const HALF_A_MINOR_UNIT = 0.5;

/**
 * The user saves the same amount at the end of each month until the retirement age, then takes out the wish at the start of each
 * month. The saving is chosen so that at the expected return the pot is empty at the last age; the other cases save the same.
 */
export function project(question: Question): Projection {
  const { ageToday, retirementAge, monthlyWish } = question;
  const paidFrom = Math.max(ageToday, retirementAge);
  const monthsToSave = (paidFrom - ageToday) * MONTHS;
  const potNeeded = potThatPays(monthlyWish, (LAST_AGE - paidFrom) * MONTHS);
  const monthlySaving = monthsToSave === 0 ? 0 : savingThatReaches(potNeeded, monthsToSave);
  const follow = (yearly: number) =>
    followPot({
      yearly,
      monthsToSave,
      monthlySaving,
      monthlyWish,
      ageToday,
      start: monthsToSave === 0 ? potNeeded : 0,
    });
  return {
    ...question,
    kind: kindOf(monthlyWish, monthsToSave),
    paidFrom,
    monthlySaving: Math.round(monthlySaving),
    potNeeded: Math.round(potNeeded),
    courses: {
      cautious: follow(RETURNS.cautious),
      expected: follow(RETURNS.expected),
      favourable: follow(RETURNS.favourable),
    },
  };
}

/** The ages worth a row of their own: every fifth, and those at which something happens. */
export function agesOfNote({ ageToday, paidFrom, courses }: Projection): number[] {
  const ages = new Set([ageToday, paidFrom, courses.cautious.lastsTo, LAST_AGE]);
  for (let age = Math.ceil(ageToday / 5) * 5; age < LAST_AGE; age += 5) ages.add(age);
  return [...ages].toSorted((one, other) => one - other);
}

/** The pot at an age, in one case. */
export function potAt(projection: Projection, which: Case, age: number): number {
  return projection.courses[which].pots[age - projection.ageToday] ?? 0;
}

/** A course as points to draw: each birthday, and the moment at which the pot is empty. */
export function pointsOf({ pots, endsAt }: Course, ageToday: number): (readonly [age: number, pot: number])[] {
  const points = pots.map((pot, year) => [ageToday + year, pot] as const);
  if (Number.isInteger(endsAt)) return points;
  return points.toSpliced(Math.ceil(endsAt) - ageToday, 0, [endsAt, 0]);
}

function kindOf(monthlyWish: number, monthsToSave: number): Projection['kind'] {
  if (monthlyWish === 0) return 'nothing';
  return monthsToSave === 0 ? 'now' : 'saving';
}

function monthly(yearly: number): number {
  return (1 + yearly) ** (1 / MONTHS);
}

function potThatPays(wish: number, months: number): number {
  const discount = 1 / monthly(RETURNS.expected);
  return (wish * (1 - discount ** months)) / (1 - discount);
}

function savingThatReaches(pot: number, months: number): number {
  const growth = monthly(RETURNS.expected);
  return (pot * (growth - 1)) / (growth ** months - 1);
}

interface Journey {
  yearly: number;
  start: number;
  ageToday: number;
  monthsToSave: number;
  monthlySaving: number;
  monthlyWish: number;
}

function followPot({ yearly, start, ageToday, monthsToSave, monthlySaving, monthlyWish }: Journey): Course {
  const growth = monthly(yearly);
  const pots: number[] = [];
  let pot = start;
  let paid = 0;
  for (let month = 0; month <= (LAST_AGE - ageToday) * MONTHS; month += 1) {
    if (month % MONTHS === 0) pots.push(Math.round(pot));
    if (month < monthsToSave) {
      pot = pot * growth + monthlySaving;
    } else {
      if (pot + HALF_A_MINOR_UNIT >= monthlyWish) paid += 1;
      pot = Math.max(0, pot - monthlyWish) * growth;
    }
  }
  // The month after the last counts for its pot alone.
  const endsAt = Math.min(LAST_AGE, ageToday + (monthsToSave + paid) / MONTHS);
  return { pots, endsAt, lastsTo: Math.floor(endsAt) };
}
