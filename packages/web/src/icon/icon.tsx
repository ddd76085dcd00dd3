import type { ReactNode } from 'react';

/** A sign of 16 × 16, drawn in the colour of the text. */
export function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      className="size-4 shrink-0"
      viewBox="0 0 16 16"
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
