import { shortEuros } from '@latchkey/web';
import { RETURNS, potAt } from './projection.rules.js';
import type { Projection } from './projection.rules.js';
import { CASES } from './projection-text.js';

/** What the curves are and what they say at one age: legend and reading in one. */
export function ChartReading({ projection, age }: { projection: Projection; age: number }) {
  return (
    <dl className="chart-reading">
      <div>
        <dt className="text-fine text-muted">At age</dt>
        <dd className="text-label font-semibold whitespace-nowrap tabular-nums sm:text-base">{age}</dd>
      </div>
      {CASES.map(({ which, name }) => (
        <div key={which}>
          <dt className="text-fine text-muted">
            <svg className="chart-key" width="20" height="8" aria-hidden="true">
              <line className={`chart-line chart-line-${which}`} x1="1" x2="19" y1="4" y2="4" />
            </svg>
            <span>{name}</span>
            <span className="max-sm:hidden">{`, ${Math.round(RETURNS[which] * 100)}%`}</span>
          </dt>
          <dd className="text-label font-semibold whitespace-nowrap tabular-nums sm:text-base">
            {shortEuros(potAt(projection, which, age))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
