import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSite } from '../session/site-context.js';
import { BankLink } from './bank-link.js';
import { sectionLinks } from '../site/sections.rules.js';

/** The site's own navigation, and what of the bank's is for the person's roles. */
export function SectionNav({ roles }: { roles: readonly string[] }) {
  const { sections } = useSite();
  const nav = useRef<HTMLElement>(null);
  const links = sectionLinks(sections, roles);

  useEffect(() => {
    // Where the line scrolls, the current section may be outside it. Not scrollIntoView, which moves where Tab begins.
    const line = nav.current;
    const link = line?.querySelector<HTMLElement>('[aria-current]');
    if (line && link) line.scrollLeft = link.offsetLeft - (line.clientWidth - link.offsetWidth) / 2;
  }, [links.length]);

  if (links.length === 0) return null;
  return (
    <nav ref={nav} aria-label="Sections" className="section-nav">
      <ul className="flex">
        {links.map(({ to, label, isAtBank }) => (
          <li key={to}>
            {isAtBank ? (
              <BankLink to={to} className="section-link">
                {label}
              </BankLink>
            ) : (
              <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} className="section-link">
                {label}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
