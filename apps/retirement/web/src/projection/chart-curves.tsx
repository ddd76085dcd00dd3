import { bandPath, linePath } from './chart.rules.js';
import type { Scale } from './chart.rules.js';
import { LAST_AGE, pointsOf, potAt } from './projection.rules.js';
import type { Case, Projection } from './projection.rules.js';
import { CASES } from './projection-text.js';

interface ChartCurvesProps {
  projection: Projection;
  x: Scale;
  y: Scale;
  /** The age that is read off. */
  age: number;
  /** Whether a person chose that age. */
  isPointed: boolean;
}

/** The band, its edges, the expected line, and a dot on each at the age that is read off. */
export function ChartCurves({ projection, x, y, age, isPointed }: ChartCurvesProps) {
  const { ageToday, courses } = projection;
  const points = (which: Case) => pointsOf(courses[which], ageToday).map(([age, pot]) => [x(age), y(pot)] as const);
  const usedUp = courses.cautious.endsAt;
  return (
    <g>
      <path className="chart-band" d={bandPath(points('favourable'), points('cautious'))} />
      {CASES.map(({ which }) => (
        <path key={which} className={`chart-line chart-line-${which}`} d={linePath(points(which))} />
      ))}
      {usedUp < LAST_AGE && <circle className="chart-used-up" cx={x(usedUp)} cy={y(0)} r={4} />}
      {isPointed && <line className="chart-pointer" x1={x(age)} x2={x(age)} y1={y(0)} y2={0} />}
      {CASES.map(({ which }) => (
        <circle key={which} className="chart-dot" cx={x(age)} cy={y(potAt(projection, which, age))} r={4} />
      ))}
    </g>
  );
}
