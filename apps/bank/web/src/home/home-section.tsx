import type { ReactNode } from 'react';

interface HomeSectionProps {
  id: string;
  title: string;
  /** Its place in the grid. */
  className?: string;
  children: ReactNode;
}

/** One block of the start page under its heading. */
export function HomeSection({ id, title, className = '', children }: HomeSectionProps) {
  return (
    <section aria-labelledby={id} className={`flex min-w-0 flex-col gap-4 ${className}`}>
      <h2 id={id} tabIndex={-1} className="text-lead font-semibold outline-none">
        {title}
      </h2>
      {children}
    </section>
  );
}
