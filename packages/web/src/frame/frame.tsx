import type { ReactNode } from 'react';
import { ThemeSwitch } from '../theme/theme-switch.js';

interface FrameProps {
  header: ReactNode;
  /** Width of the content: a column to read, or the whole grid. */
  width: 'column' | 'grid';
  children: ReactNode;
}

/** What every page has: skip link, header, main, footer. */
export function Frame({ header, width, children }: FrameProps) {
  return (
    <div className={`flex flex-1 flex-col ${width === 'column' ? 'backdrop' : ''}`}>
      <a href="#main" className="skip-link">
        Skip to content
      </a>
      {header}
      <main
        id="main"
        tabIndex={-1}
        className={`mx-auto w-full flex-1 px-4 py-8 outline-none sm:px-6 sm:py-12 ${width === 'grid' ? 'max-w-5xl' : 'max-w-md'}`}
      >
        {children}
      </main>
      <footer className="border-t border-line">
        <div className="mx-auto flex max-w-5xl flex-wrap items-center justify-between gap-4 px-4 py-4 sm:px-6">
          <p className="text-label text-muted">One login for every service of the house</p>
          <ThemeSwitch />
        </div>
      </footer>
    </div>
  );
}
