import type { ReactNode } from 'react';
import { CheckIcon, WarningIcon } from './icons.js';

/** An error, announced at once to screen readers too. */
export function Alert({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="note note-danger">
      <WarningIcon />
      <div className="min-w-0">{children}</div>
    </div>
  );
}

/** Something worth knowing that is not an error. */
export function Note({ tone = 'calm', children }: { tone?: 'calm' | 'good'; children: ReactNode }) {
  return (
    <div className={`note note-${tone}`}>
      {tone === 'good' ? <CheckIcon /> : <WarningIcon />}
      <div className="min-w-0">{children}</div>
    </div>
  );
}
