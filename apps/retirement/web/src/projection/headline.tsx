import { roughEuros } from '@latchkey/web';
import type { ReactNode } from 'react';
import { LAST_AGE } from './projection.rules.js';
import type { Projection } from './projection.rules.js';

/** What the plan comes to, in three figures, or in a sentence where there is nothing to work out. */
export function Headline({ projection }: { projection: Projection }) {
  const { kind, ageToday, monthlyWish, monthlySaving, potNeeded, paidFrom, courses } = projection;
  if (kind === 'nothing') {
    return (
      <p className="text-lead text-pretty">
        With a monthly income of €0 there is nothing to save for. Raise it to see what it takes.
      </p>
    );
  }
  const isNow = kind === 'now';
  const years = paidFrom - ageToday;
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-x-4 sm:gap-x-6 sm:items-end gap-y-4 sm:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,4fr)]">
      <div className="col-span-2 sm:col-span-1">
        {isNow ? (
          <Figure
            large
            before="You need about"
            figure={roughEuros(potNeeded)}
            after="today, with no time left to save"
          />
        ) : (
          <Figure
            large
            before="Save about"
            figure={roughEuros(monthlySaving)}
            after={`each month for ${years} ${years === 1 ? 'year' : 'years'}`}
          />
        )}
      </div>
      {isNow ? (
        <Figure before="You take out" figure={roughEuros(monthlyWish)} after="each month" />
      ) : (
        <Figure before="You will have about" figure={roughEuros(potNeeded)} after={`at ${paidFrom}`} />
      )}
      <Figure
        before="It lasts until age"
        figure={String(LAST_AGE)}
        after={`cautious case:\u00a0${courses.cautious.lastsTo}`}
      />
    </div>
  );
}

interface FigureProps {
  before: string;
  figure: string;
  after: ReactNode;
  large?: boolean;
}

// Three lines on screen, one sentence for screen readers.
function Figure({ before, figure, after, large = false }: FigureProps) {
  return (
    <p className="min-w-0">
      <span className="block text-label text-muted">{`${before} `}</span>
      <span
        className={`block font-semibold break-words text-brand-ink tabular-nums ${large ? 'text-figure' : 'text-heading max-[22rem]:text-lead'}`}
      >
        {`${figure} `}
      </span>
      <span className="block text-label text-muted">{after}</span>
    </p>
  );
}
