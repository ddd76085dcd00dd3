import type { ReactNode } from 'react';
import { BrandLink } from './brand-link.js';
import { Frame } from './frame.js';

/** The frame of pages that need no login: one card under the brand. */
export function PlainFrame({ children }: { children: ReactNode }) {
  const header = (
    <header className="mx-auto w-full max-w-md px-4 pt-8 sm:px-6 sm:pt-16">
      <BrandLink />
    </header>
  );
  return (
    <Frame header={header} width="column">
      <div className="card">{children}</div>
    </Frame>
  );
}
