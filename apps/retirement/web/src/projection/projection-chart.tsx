import { useState } from 'react';
import { ChartAxes } from './chart-axes.js';
import { ChartCurves } from './chart-curves.js';
import { ChartReader } from './chart-reader.js';
import { ChartReading } from './chart-reading.js';
import { roundTicks, scaleOf } from './chart.rules.js';
import { LAST_AGE } from './projection.rules.js';
import type { Projection } from './projection.rules.js';
import { useWidth } from './use-width.js';
import { readableProjection } from './projection-text.js';

const HEIGHT = 280;
const PLOT = { left: 52, right: 14, top: 28, bottom: 44 };

/** The pot by age: a line for the expected case, a band between the others, read off by pointer or keyboard. */
export function ProjectionChart({ projection }: { projection: Projection }) {
  const [place, width] = useWidth<HTMLElement>();
  const [pointedAt, setPointedAt] = useState<number>();
  const { ageToday, paidFrom, courses } = projection;
  const age = Math.min(Math.max(pointedAt ?? paidFrom, ageToday), LAST_AGE);

  const ticks = roundTicks(Math.max(...courses.favourable.pots));
  const frame = { left: PLOT.left, right: width - PLOT.right, top: PLOT.top, bottom: HEIGHT - PLOT.bottom };
  const x = scaleOf(ageToday, LAST_AGE, frame.left, frame.right);
  const y = scaleOf(0, ticks.at(-1) ?? 1, frame.bottom, frame.top);

  return (
    <div className="chart-place flex flex-col gap-4">
      <ChartReading projection={projection} age={age} />
      <figure ref={place} className="chart" aria-label={`The pot by age. ${readableProjection(projection)}`}>
        {width > 0 && (
          <>
            <svg viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
              <ChartAxes projection={projection} frame={frame} ticks={ticks} x={x} y={y} />
              <ChartCurves projection={projection} x={x} y={y} age={age} isPointed={pointedAt !== undefined} />
            </svg>
            <ChartReader projection={projection} frame={frame} age={age} onAge={setPointedAt} />
          </>
        )}
      </figure>
    </div>
  );
}
