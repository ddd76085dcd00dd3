import type { ReactNode } from 'react';

/** What a page is put together from. */
export interface ShellProps {
  header: ReactNode;
  /** Width of the content: a column to read, or the whole grid. */
  width: 'column' | 'grid';
  /** What stands above the header and is seen only when it has the focus. */
  skipLink?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** Where the parts of a page are: header, main, footer. */
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
