import { euros, typedEuros } from '@latchkey/web';
import type { TypedAmount } from '@latchkey/web';
import { useId } from 'react';
import { FigureField } from './figure-field.js';
import { Slider } from './slider.js';
import { WISH_SLIDER, slidWish } from './typed-plan.rules.js';

interface WishFieldProps {
  value: string;
  onValue: (value: string) => void;
  /** The value as it was read. */
  amount: TypedAmount;
  error: string | undefined;
  /** Where the slider stands while the amount is half typed, minor units. */
  fallback: string;
}

/** The desired monthly income, by text for any amount and by slider for the usual ones. */
export function WishField({ value, onValue, amount, error, fallback }: WishFieldProps) {
  const id = useId();
  const minor = 'minor' in amount ? amount.minor : fallback;
  const { least, most, step } = WISH_SLIDER;
  const note = 'minor' in amount ? `That is ${euros(amount.minor)} each month.` : 'In euros, like 2000 or 2,000.50.';
  return (
    <FigureField
      id={id}
      label="Monthly income"
      ends={[euros(`${least}00`), euros(`${most}00`)]}
      note={note}
      error={error}
      slider={
        <Slider
          aria-label={`Monthly income in steps of €${step}`}
          min={least}
          max={most}
          step={step}
          value={slidWish(minor)}
          valueText={`${euros(minor)} each month`}
          onValue={(whole) => onValue(typedEuros(`${whole}00`))}
        />
      }
      box={
        <>
          <span className="box-before" aria-hidden="true">
            €
          </span>
          <input
            id={id}
            className="box-input w-31 min-w-0 tabular-nums"
            name="monthlyWishMinor"
            inputMode="decimal"
            autoComplete="off"
            value={value}
            onChange={(event) => onValue(event.target.value)}
            aria-invalid={error === undefined ? undefined : true}
            aria-describedby={`${id}-note`}
          />
        </>
      }
    />
  );
}
