import { useId } from 'react';
import type { ReactNode } from 'react';
import { FigureField } from './figure-field.js';
import { Slider } from './slider.js';
import { readAge } from './typed-plan.rules.js';
import type { AgeRange } from './typed-plan.rules.js';

interface AgeFieldProps {
  label: string;
  name?: string;
  range: AgeRange;
  value: string;
  onValue: (value: string) => void;
  /** The number is no longer being typed. */
  onLeave?: () => void;
  note?: ReactNode;
  error: string | undefined;
  /** Where the slider stands while the number is half typed. */
  fallback: number;
}

/** An age, by slider and by number. */
export function AgeField({ label, name, range, value, onValue, onLeave, note, error, fallback }: AgeFieldProps) {
  const id = useId();
  const age = readAge(value, range) ?? fallback;
  const { youngest, oldest } = range;
  return (
    <FigureField
      id={id}
      label={label}
      ends={[String(youngest), String(oldest)]}
      note={note}
      error={error}
      slider={
        <Slider
          id={id}
          min={youngest}
          max={oldest}
          value={age}
          valueText={`${age} years`}
          onValue={(years) => onValue(String(years))}
        />
      }
      box={
        <>
          <input
            type="number"
            inputMode="numeric"
            className="box-input w-14 tabular-nums"
            aria-label={`${label} in years`}
            name={name}
            min={youngest}
            max={oldest}
            value={value}
            onChange={(event) => onValue(event.target.value)}
            onBlur={onLeave}
            aria-invalid={error === undefined ? undefined : true}
            aria-describedby={`${id}-note`}
          />
          <span className="box-behind" aria-hidden="true">
            years
          </span>
        </>
      }
    />
  );
}
