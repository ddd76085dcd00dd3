import { useId } from 'react';
import { OLDEST, YOUNGEST, readAge } from './typed-plan.rules.js';

interface AgeFieldProps {
  value: string;
  onValue: (value: string) => void;
  fault: string | undefined;
  /** Where the slider stands while the number is half typed. */
  fallback: number;
}

/** The retirement age, by slider and by number. */
export function AgeField({ value, onValue, fault, fallback }: AgeFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="text-label font-medium">
        Retirement age
      </label>
      <div className="flex items-center gap-4">
        <input
          id={id}
          type="range"
          className="h-11 min-w-0 flex-1 cursor-pointer"
          min={YOUNGEST}
          max={OLDEST}
          value={readAge(value) ?? fallback}
          aria-valuetext={`${readAge(value) ?? fallback} years`}
          onChange={(event) => onValue(event.target.value)}
        />
        <div className={`box w-24 ${fault === undefined ? '' : 'box-fault'}`}>
          <input
            type="number"
            inputMode="numeric"
            className="box-input tabular-nums"
            aria-label="Age in years"
            name="retirementAge"
            min={YOUNGEST}
            max={OLDEST}
            value={value}
            onChange={(event) => onValue(event.target.value)}
            aria-invalid={fault === undefined ? undefined : true}
            aria-describedby={`${id}-note`}
          />
          <span className="box-behind" aria-hidden="true">
            yrs
          </span>
        </div>
      </div>
      <p id={`${id}-note`} className={`text-label ${fault === undefined ? 'text-muted' : 'text-danger'}`}>
        {fault ?? `From ${YOUNGEST} to ${OLDEST}.`}
      </p>
    </div>
  );
}
