import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSite } from '../session/site-context.js';

/** The site's own navigation; with one section there is nowhere to go, and nothing to show. */
export function SectionNav() {
  const { sections } = useSite();
  const nav = useRef<HTMLElement>(null);

  useEffect(() => {
    // Where the line scrolls, the current section may be outside it. Not scrollIntoView, which moves where Tab begins.
    const line = nav.current;
    const link = line?.querySelector<HTMLElement>('[aria-current]');
    if (line && link) line.scrollLeft = link.offsetLeft - (line.clientWidth - link.offsetWidth) / 2;
  }, []);

  if (sections.length < 2) return null;
  return (
    <nav ref={nav} aria-label="Sections" className="section-nav">
      <ul className="flex">
        {sections.map(({ to, label }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} className="section-link">
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
