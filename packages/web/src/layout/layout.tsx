import type { ReactNode } from 'react';
import { Footer } from './footer.js';

interface LayoutProps {
  header: ReactNode;
  /** Width of the content: a column to read, or the whole grid. */
  width: 'column' | 'grid';
  children: ReactNode;
}

/** What every page has: skip link, header, main, footer. */
export function Layout(props: LayoutProps) {
  const skipLink = (
    <a href="#main" className="skip-link">
      Skip to content
    </a>
  );
  return <Shell {...props} skipLink={skipLink} footer={<Footer />} />;
}

interface ShellProps extends LayoutProps {
  /** Above the header, seen only while it has the focus. */
  skipLink?: ReactNode;
  footer?: ReactNode;
}

/** Where the parts of a page are. */
export function Shell({ header, width, skipLink, footer, children }: ShellProps) {
  return (
    <div className={`flex flex-1 flex-col ${width === 'column' ? 'backdrop' : ''}`}>
      {skipLink}
      {header}
      <main
        id="main"
        tabIndex={-1}
        className={`mx-auto w-full flex-1 px-4 py-8 outline-none sm:px-6 sm:py-12 ${width === 'grid' ? 'max-w-5xl' : 'max-w-md'}`}
      >
        {children}
      </main>
      {footer}
    </div>
  );
}
