import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useSite } from '../session/site-context.js';

let pagesShown = 0;

interface PageProps {
  title: string;
  lead?: ReactNode;
  /** Stands above the title, small. */
  above?: ReactNode;
  children?: ReactNode;
}

/** A page's heading and content. Names the document, and takes the focus when the person came from another page. */
export function Page({ title, lead, above, children }: PageProps) {
  const { name } = useSite();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    // On the first page the focus stays where the browser put it: nobody navigated yet.
    // Scrolling is up to the router: to the top, or on the way back to the earlier position.
    if (pagesShown > 0) heading.current?.focus({ preventScroll: true });
    pagesShown += 1;
  }, []);

  useEffect(() => {
    document.title = `${title} · Latchkey ${name}`;
  }, [title, name]);

  return (
    <div className="flex flex-col gap-6">
      <header className="flex flex-col gap-2">
        {above}
        <h1 ref={heading} tabIndex={-1} className="text-heading font-semibold text-balance outline-none">
          {title}
        </h1>
        {lead !== undefined && <p className="text-muted text-pretty">{lead}</p>}
      </header>
      {children}
    </div>
  );
}
