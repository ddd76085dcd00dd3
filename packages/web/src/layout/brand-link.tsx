import { useSite } from '../session/site-context.js';
import { Mark, Wordmark } from './wordmark.js';

/** Mark, wordmark and the site's name in its colour, leading home. */
export function BrandLink() {
  const { name } = useSite();
  return (
    // A plain link: the page for a wrong host has no router.
    <a href="/" className="brand" aria-label={`Latchkey ${name}, start page`}>
      <Mark />
      <Wordmark />
      <span className="brand-name" translate="no">
        {name}
      </span>
    </a>
  );
}
