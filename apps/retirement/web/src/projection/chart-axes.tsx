import { shortEuros } from '@latchkey/web';
import { agesOnAxis } from './chart.rules.js';
import type { Scale } from './chart.rules.js';
import { LAST_AGE } from './projection.rules.js';
import type { Projection } from './projection.rules.js';

/** The edges of the drawing inside its axes, in pixels. */
export interface ChartFrame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface ChartAxesProps {
  projection: Projection;
  frame: ChartFrame;
  ticks: readonly number[];
  x: Scale;
  y: Scale;
}

const LABEL_WIDTH = 26;

/** Money upwards, ages along, and the line at which saving turns into payments. */
export function ChartAxes({ projection, frame, ticks, x, y }: ChartAxesProps) {
  const { kind, ageToday, paidFrom, courses } = projection;
  const yearsPerLabel = (LABEL_WIDTH * (LAST_AGE - ageToday)) / (frame.right - frame.left);
  const ages = agesOnAxis([paidFrom, LAST_AGE, ageToday, courses.cautious.lastsTo], ageToday, LAST_AGE, yearsPerLabel);
  const isLate = x(paidFrom) > (frame.left + frame.right) / 2;
  return (
    <g className="chart-axes">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            className={tick === 0 ? 'chart-base' : 'chart-grid'}
            x1={frame.left}
            x2={frame.right}
            y1={y(tick)}
            y2={y(tick)}
          />
          <text x={frame.left - 8} y={y(tick)} dy="0.35em" textAnchor="end">
            {shortEuros(tick)}
          </text>
        </g>
      ))}
      {ages.map((age) => (
        <text key={age} x={x(age)} y={frame.bottom + 18} textAnchor="middle">
          {age}
        </text>
      ))}
      <text x={(frame.left + frame.right) / 2} y={frame.bottom + 38} textAnchor="middle">
        Age
      </text>
      <text x={0} y={12}>
        Pot
      </text>
      {kind === 'saving' && (
        <>
          <line className="chart-turn" x1={x(paidFrom)} x2={x(paidFrom)} y1={frame.top - 8} y2={frame.bottom} />
          <text
            className="chart-turn-name"
            x={x(paidFrom)}
            dx={isLate ? -6 : 6}
            y={12}
            textAnchor={isLate ? 'end' : 'start'}
          >
            {`Retirement at ${paidFrom}`}
          </text>
        </>
      )}
    </g>
  );
}
