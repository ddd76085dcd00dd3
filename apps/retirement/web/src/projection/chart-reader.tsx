import { shortEuros } from '@latchkey/web';
import type { PointerEvent } from 'react';
import type { ChartFrame } from './chart-axes.js';
import { LAST_AGE, potAt } from './projection.rules.js';
import type { Projection } from './projection.rules.js';
import { CASES } from './projection-text.js';

interface ChartReaderProps {
  projection: Projection;
  frame: ChartFrame;
  age: number;
  onAge: (age: number | undefined) => void;
}

// As wide as the thumb in the style sheet, whose middle then stands exactly over the age.
const THUMB = 24;
const REM = 16;

/** An unseen slider over the drawing: the pointer, the finger and the arrow keys all read off the same age. */
export function ChartReader({ projection, frame, age, onAge }: ChartReaderProps) {
  const { ageToday } = projection;
  const plot = frame.right - frame.left;

  function follow({ nativeEvent, currentTarget }: PointerEvent) {
    const at = (nativeEvent.offsetX / currentTarget.clientWidth) * (plot + THUMB);
    const share = (at - THUMB / 2) / plot;
    onAge(Math.round(ageToday + Math.min(1, Math.max(0, share)) * (LAST_AGE - ageToday)));
  }

  const amounts = CASES.map(({ which, name }) => `${name.toLowerCase()} ${shortEuros(potAt(projection, which, age))}`);
  return (
    <input
      type="range"
      className="chart-reader"
      style={{ left: `${(frame.left - THUMB / 2) / REM}rem`, width: `${(plot + THUMB) / REM}rem` }}
      aria-label="Age to read off"
      aria-valuetext={`At ${age}: ${amounts.join(', ')}`}
      min={ageToday}
      max={LAST_AGE}
      value={age}
      onChange={(event) => onAge(Number(event.target.value))}
      onPointerMove={follow}
      // A finger leaves as soon as it is lifted; its reading stays.
      onPointerLeave={({ pointerType }) => pointerType !== 'touch' && onAge(undefined)}
      onBlur={() => onAge(undefined)}
    />
  );
}
