import { useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';

interface FieldProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  label: string;
  name: string;
  /** Left out, the browser keeps the text: what it fills in by itself is then never written over. */
  value?: string;
  onValue?: (value: string) => void;
  /** What is wrong with the value; takes the place of the hint. */
  error?: string | undefined;
  hint?: ReactNode;
  /** Stands inside the box, before or behind the text. */
  before?: ReactNode;
  behind?: ReactNode;
  /** Stands aside the label, where coming and going moves nothing else. */
  aside?: ReactNode;
}

/** A text box with its label, and a hint or an error that assistive technology reads with it. */
export function Field({ label, onValue, error, hint, before, behind, aside, className = '', ...input }: FieldProps) {
  const ownId = useId();
  const id = input.id ?? ownId;
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap justify-between gap-x-4 text-label">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside}
      </div>
      <div className={`box ${error === undefined ? '' : 'box-error'}`}>
        {before}
        <input
          {...input}
          id={id}
          className={`box-input ${className}`}
          onChange={(event) => onValue?.(event.target.value)}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={note === undefined ? undefined : noteId}
        />
        {behind}
      </div>
      {note !== undefined && (
        <div id={noteId} className={error === undefined ? 'text-label text-muted' : 'text-label text-danger'}>
          {note}
        </div>
      )}
    </div>
  );
}
