import { euros, roughEuros } from '@latchkey/web';
import { LAST_AGE, RETURNS } from './projection.rules.js';
import type { Case, Projection } from './projection.rules.js';

/** The cases in the order in which they are read, with their names. */
export const CASES: readonly { which: Case; name: string }[] = [
  { which: 'cautious', name: 'Cautious' },
  { which: 'expected', name: 'Expected' },
  { which: 'favourable', name: 'Favourable' },
];

/** A projection as one sentence, for screen readers. */
export function readableProjection(projection: Projection): string {
  const { kind, monthlySaving, potNeeded, paidFrom, courses } = projection;
  if (kind === 'nothing') return 'With a monthly income of €0 there is nothing to save for.';
  const lasting = `It lasts until age ${LAST_AGE}, in the cautious case until ${courses.cautious.lastsTo}.`;
  if (kind === 'now') return `You need about ${roughEuros(potNeeded)} today. ${lasting}`;
  return `Save about ${roughEuros(monthlySaving)} each month. You will have about ${roughEuros(potNeeded)} at ${paidFrom}. ${lasting}`;
}

/** What a projection assumes, sentence by sentence. */
export function assumptions({ kind, ageToday, retirementAge, paidFrom, monthlyWish }: Projection): string[] {
  const { cautious, expected, favourable } = RETURNS;
  const wish = euros(String(monthlyWish));
  return [
    kind === 'now'
      ? `At ${ageToday} you have reached the retirement age of ${retirementAge}, so the payments begin today.`
      : `You are ${ageToday} today and save the same amount each month until you are ${retirementAge}.`,
    `From ${paidFrom} until you turn ${LAST_AGE} you take out ${wish} each month.`,
    `Your savings grow by ${percent(expected)} a year; by ${percent(cautious)} in the cautious case, by ${percent(favourable)} in the favourable one. Real returns go up and down.`,
    'All amounts are in today’s money: the returns are what is left after inflation.',
    'Nothing else is counted: no savings you already have, no state pension, no tax, no fees.',
    'This is a calculation, not advice and not a promise.',
  ];
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)}%`;
}
