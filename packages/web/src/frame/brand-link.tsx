import { useSite } from '../site/site.js';
import { Mark, Wordmark } from './wordmark.js';

/** Mark and wordmark, leading home; the site's name where no switcher shows it. */
export function BrandLink({ withName = false }: { withName?: boolean }) {
  const { name } = useSite();
  return (
    // A plain link: on the page for a wrong host there is no router to follow it.
    <a
      href="/"
      className="-mx-1 flex items-center gap-2 rounded-control px-1"
      aria-label={`Latchkey ${name}, start page`}
    >
      <Mark />
      <Wordmark />
      {withName && (
        <span className="border-l border-line-strong pl-2 text-lead leading-none text-brand-ink">{name}</span>
      )}
    </a>
  );
}
