import type { ComponentProps } from 'react';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'quiet' | 'danger' | 'item';
  /** Work is under way: the button stays in place and takes no second click. */
  busy?: boolean;
}

/** A button. Busy or blocked, it stays focusable and keeps its name. */
export function Button({ look = 'primary', busy = false, className = '', children, onClick, ...rest }: ButtonProps) {
  const blocked = busy || rest['aria-disabled'] === true;
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${look} ${className}`}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => (blocked ? event.preventDefault() : onClick?.(event))}
    >
      {busy && <span className="spinner" aria-hidden="true" />}
      {/* An element of its own: page translators lose a bare text next to siblings that come and go. */}
      <span className="contents">{children}</span>
    </button>
  );
}
