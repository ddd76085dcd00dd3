import type { ReactNode } from 'react';

interface FigureFieldProps {
  id: string;
  label: string;
  box: ReactNode;
  slider: ReactNode;
  /** What stands at the ends of the slider. */
  ends: readonly [least: string, most: string];
  note?: ReactNode;
  /** What is wrong with the figure; takes the place of the note. */
  error: string | undefined;
}

/** A figure in two ways, typed and slid, which always agree. The label belongs to whichever bears `id`, the note to `id-note`. */
export function FigureField({ id, label, box, slider, ends, note, error }: FigureFieldProps) {
  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <label htmlFor={id} className="min-w-0 flex-1 basis-16 font-medium">
          {label}
        </label>
        <div className={`box max-w-full min-w-0 ${error === undefined ? '' : 'box-error'}`}>{box}</div>
      </div>
      {slider}
      <div className="slider-ends -mt-2 flex justify-between text-fine text-muted tabular-nums" aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
      <p
        id={`${id}-note`}
        className={`mt-1 text-label text-pretty ${error === undefined ? 'text-muted' : 'text-danger'}`}
      >
        {error ?? note}
      </p>
    </div>
  );
}
