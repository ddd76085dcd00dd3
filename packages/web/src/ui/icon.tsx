import type { ReactNode } from 'react';

/** A sign of 16 × 16, or 20 × 20, drawn in the colour of the text. */
export function Icon({ size = 16, children }: { size?: 16 | 20; children: ReactNode }) {
  return (
    <svg
      className={`${size === 16 ? 'size-4' : 'size-5'} shrink-0`}
      viewBox={`0 0 ${size} ${size}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}
