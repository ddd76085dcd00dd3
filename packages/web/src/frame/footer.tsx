import { ThemeSwitch } from '../theme/theme-switch.js';

/** What stands below every page: what the house is, and light or dark. */
export function Footer() {
  return (
    <footer className="border-t border-line">
      <div className="mx-auto flex max-w-5xl flex-wrap items-center justify-between gap-4 px-4 py-4 sm:px-6">
        <p className="text-label text-muted">One login for every service of the house</p>
        <ThemeSwitch />
      </div>
    </footer>
  );
}
