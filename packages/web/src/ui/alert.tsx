import type { ReactNode } from 'react';
import { CheckIcon, WarningIcon } from './icons.js';

/** A refusal, said at once to everybody, also to those who do not see it. */
export function Alert({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="note note-danger">
      <WarningIcon />
      <div className="min-w-0">{children}</div>
    </div>
  );
}

/** Something worth knowing that is no refusal. */
export function Note({ tone = 'calm', children }: { tone?: 'calm' | 'good'; children: ReactNode }) {
  return (
    <div className={`note note-${tone}`}>
      {tone === 'good' ? <CheckIcon /> : <WarningIcon />}
      <div className="min-w-0">{children}</div>
    </div>
  );
}
