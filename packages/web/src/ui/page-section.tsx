import { useEffect } from 'react';
import type { ReactNode } from 'react';

interface PageSectionProps {
  /** Where a link to this part of the page leads. */
  id: string;
  title: string;
  lead: ReactNode;
  children: ReactNode;
}

/** A part of a page: what it is about on the left (on a phone above), the controls next to it. */
export function PageSection({ id, title, lead, children }: PageSectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-32 grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-4 border-t border-line pt-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]"
    >
      <header className="flex flex-col gap-2">
        <h2 id={`${id}-title`} tabIndex={-1} className="text-lead font-semibold outline-none">
          {title}
        </h2>
        <p className="text-label text-muted text-pretty">{lead}</p>
      </header>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}

/** Moves the focus to the part of the page that the address names; to be called by the page itself. */
export function useLinkedPart(): void {
  useEffect(() => {
    // After the page's own heading has had it.
    document.getElementById(`${location.hash.slice(1)}-title`)?.focus();
  }, []);
}
