import { useState } from 'react';
import { readableWait } from '../http/retry-after.rules.js';
import { Button } from './button.js';

interface SubmitButtonProps {
  look?: 'primary' | 'danger';
  busy: boolean;
  /** Seconds until the service takes another try; 0 for none. */
  wait: number;
  children: string;
}

/** Sends a form; while the service asks to wait, it counts the seconds instead, and says once when they are over. */
export function SubmitButton({ look = 'primary', busy, wait, children }: SubmitButtonProps) {
  const [waited, setWaited] = useState(false);
  if (wait > 0 && !waited) setWaited(true);
  return (
    <>
      <Button type="submit" look={look} busy={busy} aria-disabled={wait > 0} className="tabular-nums">
        {wait > 0 ? `Try again in ${readableWait(wait)}` : children}
      </Button>
      <output className="sr-only">{waited && wait === 0 && 'You can try again now.'}</output>
    </>
  );
}
