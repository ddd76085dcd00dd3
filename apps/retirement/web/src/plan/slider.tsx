import type { ComponentProps, CSSProperties } from 'react';

interface SliderProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'min' | 'max'> {
  min: number;
  max: number;
  value: number;
  /** The value as it is said: `67 years`. */
  valueText: string;
  onValue: (value: number) => void;
}

/** A native slider, filled up to where it stands. */
export function Slider({ min, max, value, valueText, onValue, ...input }: SliderProps) {
  const filled = `${((Math.min(max, Math.max(min, value)) - min) / (max - min)) * 100}%`;
  return (
    <input
      {...input}
      type="range"
      className="slider"
      style={{ '--filled': filled } as CSSProperties}
      min={min}
      max={max}
      value={value}
      aria-valuetext={valueText}
      onChange={(event) => onValue(Number(event.target.value))}
    />
  );
}
