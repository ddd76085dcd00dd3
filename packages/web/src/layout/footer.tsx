import { useSite } from '../session/site-context.js';
import { ThemeSwitch } from '../ui/theme-switch.js';

/** The footer of every page: tagline, link to the API reference, theme. */
export function Footer() {
  const { reference } = useSite().facts;
  return (
    <footer className="border-t border-line">
      <div className="mx-auto flex max-w-5xl flex-wrap items-center justify-between gap-4 px-4 py-4 sm:px-6">
        <p className="text-label text-muted">One login for every service</p>
        <div className="flex items-center justify-between gap-4 max-sm:w-full">
          {reference !== '' && (
            // A plain link: the page is the service's, not the site's.
            <a href={reference} className="-ms-2 p-2 text-label text-muted hover:text-ink hover:underline">
              API
            </a>
          )}
          <ThemeSwitch />
        </div>
      </div>
    </footer>
  );
}
