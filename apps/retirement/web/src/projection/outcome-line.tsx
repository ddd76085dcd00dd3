import { roughEuros } from '@latchkey/web';
import { LAST_AGE } from './projection.rules.js';
import type { Projection } from './projection.rules.js';

/** The outcome in one line next to the sliders, where the projection is out of sight. */
export function OutcomeLine({ projection }: { projection: Projection }) {
  const { kind, monthlySaving, potNeeded, courses } = projection;
  if (kind === 'nothing') return null;
  return (
    <p
      className="outcome-line flex flex-col justify-between rounded-control bg-brand-soft px-4 py-3 text-label font-semibold text-brand-ink tabular-nums sm:flex-row lg:hidden"
      aria-hidden="true"
    >
      <span>{kind === 'now' ? `${roughEuros(potNeeded)} today` : `${roughEuros(monthlySaving)} a month`}</span>
      <span>{`lasts until ${LAST_AGE}, cautious case ${courses.cautious.lastsTo}`}</span>
    </p>
  );
}
